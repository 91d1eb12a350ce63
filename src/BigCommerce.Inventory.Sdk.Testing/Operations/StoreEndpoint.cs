using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>The server side of an emulated store: rate limit, authorization and operations.</summary>
internal sealed class StoreEndpoint(StoreState state)
{
    private readonly AdjustmentOperations _adjustments = new(state);
    private readonly ItemOperations _items = new(state);
    private readonly SettingsOperations _settings = new(state);
    private readonly LocationOperations _locations = new(state);
    private readonly MetafieldOperations _metafields = new(state);
    private readonly MetafieldBatchOperations _metafieldBatches = new(state);
    private readonly MetafieldLists _metafieldLists = new(state);
    private int _concurrentLocationRequests;

    /// <summary>Starts a request to the Locations API.</summary>
    /// <returns>The number of requests in flight, including this one.</returns>
    public int EnterLocationsApi() => Interlocked.Increment(ref _concurrentLocationRequests);

    public void LeaveLocationsApi() => Interlocked.Decrement(ref _concurrentLocationRequests);

    /// <summary>Counts a request against the rate limit; false if the window has no requests left.</summary>
    public bool TryTakeRequest(out RateLimitReading reading)
    {
        lock (state.Gate)
        {
            return state.RateWindow.TryTake(state.NowTicks, out reading);
        }
    }

    /// <summary>Undoes <see cref="TryTakeRequest"/> for a request that was never received.</summary>
    public void ReturnRequest()
    {
        lock (state.Gate)
        {
            state.RateWindow.Return();
        }
    }

    /// <summary>Checks the access token and its scopes.</summary>
    /// <returns>The error response; null if the request is authorized.</returns>
    public EmulatedResponse? Authorize(string? token, OAuthScopes scopes)
    {
        lock (state.Gate)
        {
            return state.AccessToken is not null && state.AccessToken != token ? EmulatedResponse.JsonProblem(401, "Unauthorized")
                : (state.Scopes & scopes) == 0 ? EmulatedResponse.Forbidden()
                : null;
        }
    }

    /// <summary>Executes the operation of a request.</summary>
    public EmulatedResponse Execute(Route route, QueryString query, ReadOnlyMemory<byte> body, RecordedRequest request, bool ignoresWrite)
    {
        lock (state.Gate)
        {
            try
            {
                return Execute(new OperationContext(state, route, query, body, request) { IgnoresWrite = ignoresWrite });
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException { Source: "System.Text.Json.Rethrowable" })
            {
                return EmulatedResponse.SyntaxError();
            }
        }
    }

    private EmulatedResponse Execute(OperationContext context) => context.Route.Operation switch
    {
        EmulatorOperation.SetAbsolute or EmulatorOperation.AdjustRelative => _adjustments.Adjust(context),
        EmulatorOperation.ListItems => _items.List(context),
        EmulatorOperation.ListLocationItems => _items.ListAtLocation(context),
        EmulatorOperation.UpdateItemSettings => _settings.Update(context),
        EmulatorOperation.CreateLocations => _locations.Create(context),
        EmulatorOperation.ListLocations => _locations.List(context),
        EmulatorOperation.UpdateLocations => _locations.Update(context),
        EmulatorOperation.DeleteLocations => _locations.Delete(context),
        EmulatorOperation.ListLocationMetafields or EmulatorOperation.ListMetafields => _metafieldLists.List(context),
        EmulatorOperation.CreateMetafield => _metafields.Create(context),
        EmulatorOperation.GetMetafield => _metafields.Get(context),
        EmulatorOperation.UpdateMetafield => _metafields.Update(context),
        EmulatorOperation.DeleteMetafield => _metafields.Delete(context),
        EmulatorOperation.CreateMetafields => _metafieldBatches.Create(context),
        EmulatorOperation.UpdateMetafields => _metafieldBatches.Update(context),
        EmulatorOperation.DeleteMetafields => _metafieldBatches.Delete(context),
        _ => throw new InvalidOperationException($"The request matches no operation: {context.Request}"),
    };
}
