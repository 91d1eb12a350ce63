using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>What a token provider needs to know to return a token.</summary>
public sealed class AccessTokenRequest
{
    internal AccessTokenRequest(string storeHash, string? rejectedToken, CancellationToken cancellationToken)
    {
        StoreHash = storeHash;
        RejectedToken = rejectedToken;
        CancellationToken = cancellationToken;
    }

    /// <summary>The store whose token is needed.</summary>
    public string StoreHash { get; }

    /// <summary>The token that the API has just refused with 401; null otherwise.</summary>
    [JsonIgnore]
    public string? RejectedToken { get; }

    /// <summary>Is cancelled when the call ends.</summary>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; }

    /// <summary>The store's hash; never a token.</summary>
    public override string ToString() => $"token request for store {StoreHash}";
}
