using System.Net;

namespace BigCommerce.Inventory;

/// <summary>The result of an upsert for one location or metafield.</summary>
public sealed record UpsertResult
{
    /// <summary>What was done.</summary>
    public required UpsertOutcome Outcome { get; init; }

    /// <summary>The id of the location or metafield; 0 if it does not exist, or if it was created and its id is not known.</summary>
    public long Id { get; init; }

    /// <summary>Why the entry failed, or why its id is not known; null otherwise.</summary>
    public string? Message { get; init; }

    /// <summary>The status code of the failure; null if there is none.</summary>
    public HttpStatusCode? StatusCode { get; init; }
}

/// <summary>What an upsert did.</summary>
public enum UpsertOutcome
{
    /// <summary>Nothing: the store had the same values.</summary>
    Unchanged = 0,

    /// <summary>It did not exist and was created.</summary>
    Created = 1,

    /// <summary>It existed with other values and was updated.</summary>
    Updated = 2,

    /// <summary>The API rejected it, and nothing was changed; <see cref="UpsertResult.Message"/> has the reason.</summary>
    Failed = 3,
}
