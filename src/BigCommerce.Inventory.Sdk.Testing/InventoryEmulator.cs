using System.Collections.Concurrent;
using System.Globalization;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing;

/// <summary>
/// Emulates BigCommerce's Inventory and Locations APIs in the process, for any number of stores. It implements the rules, limits,
/// delays and errors of the APIs and uses no sockets.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
/// <example>
/// <code>
/// var emulator = new InventoryEmulator();
/// var store = emulator.GetStore();
/// store.AddItem("RE-130");
/// store.SetStock(1, "RE-130", 30);
///
/// using var client = emulator.CreateClient();
/// var items = await client.Items.ListAsync();
/// </code>
/// </example>
public sealed class InventoryEmulator
{
    private const string DefaultStoreHash = "demo";

    private static int _lastNumber;

    private readonly InventoryEmulatorOptions _options;
    private readonly EmulatorPipeline _pipeline;
    private readonly ConcurrentDictionary<string, EmulatedStore> _stores = new(StringComparer.Ordinal);
    private readonly long _startTicks;
    private int _storeCount;
    private FaultPlan? _faults;

    /// <summary>Creates an emulator without stores.</summary>
    /// <param name="options">The options, which are copied; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is invalid. The message lists all errors.</exception>
    public InventoryEmulator(InventoryEmulatorOptions? options = null)
    {
        _options = (options ?? new InventoryEmulatorOptions()).CopyValidated();
        _pipeline = new EmulatorPipeline(this, _options);
        _startTicks = TimeProvider.GetUtcNow().UtcTicks;
        int number = Interlocked.Increment(ref _lastNumber);
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://emulator-{number}.localhost/"));
    }

    /// <summary>
    /// The base address to use instead of <c>https://api.bigcommerce.com/</c>. It is unique in the process, so that the rate limits of
    /// two emulators are never mixed up.
    /// </summary>
    public Uri BaseAddress { get; }

    /// <summary>The emulator's clock.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>The stores, sorted by hash.</summary>
    public IReadOnlyList<EmulatedStore> Stores => [.. _stores.Values.OrderBy(store => store.Hash, StringComparer.Ordinal)];

    /// <summary>
    /// The requests so far, including those to no store. Only the newest
    /// <see cref="InventoryEmulatorOptions.MaxRecordedRequests"/> are kept.
    /// </summary>
    public RequestLog Requests => _pipeline.Requests;

    /// <summary>The faults to inject into the next requests.</summary>
    /// <value>Default: <see langword="null"/>, no faults.</value>
    public FaultPlan? Faults
    {
        get => Volatile.Read(ref _faults);
        set => Volatile.Write(ref _faults, value);
    }

    /// <summary>Gets a store. The first call, or the first request to the store, creates it.</summary>
    /// <param name="storeHash">The store hash.</param>
    /// <returns>The store; the same instance for the same hash.</returns>
    public EmulatedStore GetStore(string storeHash = DefaultStoreHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeHash);
        return _stores.GetOrAdd(
            storeHash,
            static (hash, emulator) =>
                new EmulatedStore(hash, Interlocked.Increment(ref emulator._storeCount), emulator._options, emulator._startTicks),
            this);
    }

    /// <summary>
    /// Creates a handler that sends requests to the emulator instead of the network, for an <see cref="HttpClient"/> or as a primary
    /// handler. The host of the requests does not matter.
    /// </summary>
    /// <returns>A new handler. It supports asynchronous requests only.</returns>
    public HttpMessageHandler CreateHandler() => _pipeline.CreateHandler();

    /// <summary>Creates a client of a store, with the emulator's clock and the pipeline of a real client.</summary>
    /// <param name="storeHash">The store hash.</param>
    /// <param name="configure">Sets options; <see langword="null"/> for the defaults. The base address is always the emulator's.</param>
    /// <returns>A new client. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public BigCommerceInventoryClient CreateClient(
        string storeHash = DefaultStoreHash, Action<BigCommerceInventoryOptions>? configure = null)
    {
        var options = new BigCommerceInventoryOptions();
        configure?.Invoke(options);
        options.StoreHash = storeHash;
        Configure(options);
        var settings = new BigCommerceInventoryClientSettings { HttpHandler = CreateHandler(), TimeProvider = TimeProvider };
        return new BigCommerceInventoryClient(storeHash, options.AccessToken!, options, settings);
    }

    /// <summary>Points a client's options to this emulator.</summary>
    internal void Configure(BigCommerceInventoryOptions options)
    {
        options.BaseAddress = BaseAddress;
        options.StoreHash ??= DefaultStoreHash;
        options.AccessToken ??= GetStore(options.StoreHash).AccessToken ?? "emulated-token";
    }
}
