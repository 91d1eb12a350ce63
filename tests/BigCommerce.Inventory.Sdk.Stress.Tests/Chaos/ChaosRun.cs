using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Chaos;

/// <summary>A store with its clients and failures, on virtual time.</summary>
internal sealed class ChaosRun
{
    private const int Clients = 4;
    private const int Items = 60;
    private const int Locations = 4;
    private const long ClosedLocation = 8;
    private const long FirstOwnLocation = 11;
    private const int OwnItems = 5;
    private const long NoLocation = 99;
    private const double FaultShare = 0.2;

    private static readonly TimeSpan MaxVisibilityDelay = TimeSpan.FromSeconds(20);

    private static readonly Fault[] Faults =
    [
        .. Fault.AllDetectable,
        Fault.IgnoredWrite(),
        Fault.Html(200),
        Fault.Html(200).AfterEffect(),
        Fault.Delayed(TimeSpan.FromSeconds(45)).AfterEffect(),
        Fault.StatusCode(400),
        Fault.StatusCode(408),
        Fault.StatusCode(409),
        Fault.StatusCode(423),
        Fault.StatusCode(500, ""),
        Fault.StatusCode(502).AfterEffect(),
        Fault.StatusCode(507),
    ];

    private readonly int _seed;
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly DateTimeOffset _end;
    private readonly ConcurrentDictionary<string, int> _seen = new();

    public ChaosRun(int seed, TimeSpan length)
    {
        _seed = seed;
        _end = _time.GetUtcNow() + length;
        Emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            TimeProvider = _time,
            Seed = seed,
            OtherApp = new OtherAppTraffic(100, 148),
            Latency = TimeSpan.FromMilliseconds(100),
            LatencyJitter = TimeSpan.FromMilliseconds(400),
            VisibilityDelaySelector = request => MaxVisibilityDelay * new Random((seed * 31) + (int)request.Number).NextDouble(),
            MaxRecordedRequests = int.MaxValue,
            MaxRecordedStockChanges = int.MaxValue,
        });
        Store = Emulator.GetStore();
        Fill(new Random(seed));
        Ledger.Open(Store);
        Emulator.Faults = new FaultPlan(seed).AddRandom(FaultShare, Faults, when: _ => _time.GetUtcNow() < _end);
    }

    public InventoryEmulator Emulator { get; }

    public EmulatedStore Store { get; }

    public ChaosLedger Ledger { get; } = new();

    /// <summary>Runs all clients until the time is up.</summary>
    public Task GoAsync() =>
        Task.WhenAll([Task.Run(ShopAsync), .. Enumerable.Range(1, Clients).Select(number => Task.Run(() => WorkAsync(number)))]);

    /// <summary>Checks that every kind of failure occurred.</summary>
    public void AssertStorm()
    {
        var requests = Emulator.Requests;
        Assert.Equal(Faults.ToHashSet(), requests.Select(request => request.Fault).OfType<Fault>().ToHashSet());
        Assert.InRange(Emulator.Faults!.InjectedCount / (double)requests.Count, FaultShare * 0.8, FaultShare * 1.1);

        var outcomes = Ledger.Runs.SelectMany(run => run.Rows.Select(row => (run.Work, row.Outcome))).ToHashSet();
        Assert.Superset(
            new HashSet<(Work, Outcome)>(
                from work in Enum.GetValues<Work>()
                from outcome in (Outcome[])[
                    Outcome.Applied,
                    Outcome.Rejected,
                    Outcome.Unknown,
                    Outcome.NotSent]
                select (work, outcome)),
            outcomes);
        Assert.Contains((Work.Set, Outcome.Unchanged), outcomes);
    }

    /// <summary>Checks that one reconciliation without failures restores the stock.</summary>
    public async Task AssertCalmAsync()
    {
        await Task.Delay(MaxVisibilityDelay, _time);
        using var client = Emulator.CreateClient();
        AbsoluteAdjustment[] desired = [.. from item in Store.Items
                                           from location in Enumerable.Range(1, Locations)
                                           select new AbsoluteAdjustment(location, KeyOf(item), (int)item.VariantId + location)];

        var report = await client.Stock.Reconcile(desired, new ReconcileOptions { WaitUntilVisible = true, MaxImplausibleShare = 1 }).RunAsync();

        Assert.True(report.IsReconciled);
        Assert.All(desired, row => Assert.Equal(row.Quantity, Store.GetOnHand(row.LocationId, Store.GetItem(row.Item))));
    }

    public string Summary()
    {
        var requests = Emulator.Requests;
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"seed {_seed}: {_time.Elapsed.TotalMinutes:N0} minutes, {Ledger.Runs.Count} runs, {requests.Count} requests, {Emulator.Faults!.InjectedCount} faults, {requests.Count(request => request.StatusCode == 429 && request.Fault is null)} above the limit, {Store.GetStockChanges().Count} effects");
        foreach (var work in Ledger.Runs.GroupBy(run => run.Work))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{work.Key}: {string.Join(", ", work.SelectMany(run => run.Rows).GroupBy(row => row.Outcome).OrderBy(rows => rows.Key).Select(rows => $"{rows.Count()} {rows.Key}"))}");
        }

        return text.AppendJoin(", ", _seen.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}")).ToString();
    }

    private void Fill(Random random)
    {
        for (var location = 2; location <= Locations; location++)
        {
            Store.AddLocation($"L{location}", $"Location {location}");
        }

        Store.AddLocation("CLOSED", "Closed", enabled: false, id: ClosedLocation);
        for (var client = 0; client < Clients; client++)
        {
            Store.AddLocation($"OWN{client}", "Nobody else works here", id: FirstOwnLocation + client);
        }

        for (var i = 1; i <= Items; i++)
        {
            var item = Store.AddItem(
                $"SKU-{i}",
                variantId: i,
                productId: 1000 + i,
                tracking: i % 6 == 0 ? InventoryTracking.Product : InventoryTracking.Variant);
            for (var location = 1; location <= Locations; location++)
            {
                if (random.Next(4) > 0)
                {
                    Store.SetStock(location, item, random.Next(100), safetyStock: random.Next(3));
                }
            }

            for (var client = 0; client < Clients; client++)
            {
                Store.SetStock(FirstOwnLocation + client, item, 1000);
            }
        }
    }

    /// <summary>Shoppers, who do not use the API.</summary>
    private async Task ShopAsync()
    {
        var random = new Random(_seed);
        while (await RestAsync(random, TimeSpan.FromMinutes(2)))
        {
            Store.Sell(random.Next(1, Locations + 1), $"SKU-{random.Next(1, Items + 1)}", random.Next(1, 4));
        }
    }

    private async Task WorkAsync(int number)
    {
        var random = new Random((_seed * 31) + number);
        using var client = CreateClient(number);
        for (var i = 1; await RestAsync(random, TimeSpan.FromSeconds(90)); i++)
        {
            var work = new Errand(this, client, random, $"client {number}, run {i}");
            await (random.Next(11) switch
            {
                < 3 => work.SetAsync(),
                < 6 => work.ChangeAsync(),
                < 8 => work.TransferAsync(),
                8 => work.ReconcileAsync(),
                9 => work.ChangeOwnAsync(FirstOwnLocation + number - 1),
                _ => work.ReadAsync(),
            });
        }
    }

    /// <summary>
    /// Two clients share a process and its rate limiter. The others simulate processes that see the quota only in headers.
    /// </summary>
    private BigCommerceInventoryClient CreateClient(int number) => number <= 2
        ? Emulator.CreateClient()
        : new BigCommerceInventoryClient(
            Store.Hash,
            "token",
            new BigCommerceInventoryOptions
            {
                BaseAddress = new Uri(
                    Emulator.BaseAddress,
                    FormattableString.Invariant($"https://process-{number}.{Emulator.BaseAddress.Host}/")),
            },
            new() { HttpHandler = Emulator.CreateHandler(), TimeProvider = _time });

    /// <summary>Waits for a random time.</summary>
    /// <returns>False when the time is up.</returns>
    private async Task<bool> RestAsync(Random random, TimeSpan most)
    {
        await Task.Delay(most * random.NextDouble(), _time);
        return _time.GetUtcNow() < _end;
    }

    private static ItemKey KeyOf(EmulatedItem item) =>
        item.Tracking == InventoryTracking.Product ? ItemKey.Product(item.ProductId) : ItemKey.Variant(item.VariantId);

    private int? OnHand((long LocationId, ItemKey Item) cell) =>
        Store.Locations.Any(location => location.Id == cell.LocationId) && ChaosLedger.Find(Store, cell.Item) is { } item
            ? Store.GetOnHand(cell.LocationId, item)
            : null;

    private void Count(string what) => _seen.AddOrUpdate(what, 1, static (_, count) => count + 1);

    /// <summary>One operation of a client, and its report.</summary>
    private sealed class Errand(ChaosRun chaos, BigCommerceInventoryClient client, Random random, string reason)
    {
        // An item has one key in a run, because a run cannot know that two keys name the same item.
        private readonly bool _bySku = random.Next(2) == 0;
        private readonly bool _isWrongAboutProducts = random.Next(5) == 0;
        private readonly BulkOptions _options = new()
        {
            Reason = reason,
            MaxRowsPerRequest = random.Next(3, 25),
            MaxConcurrency = random.Next(3) == 0 ? random.Next(2, 4) : 1,
            MaxReportedRows = int.MaxValue,
            UncountedItems = (UncountedItemPolicy)random.Next(3),
        };

        public async Task SetAsync()
        {
            AbsoluteAdjustment[] rows =
            [
                .. NextCells(random.Next(1, 50)).Select(cell => new AbsoluteAdjustment(cell.LocationId, cell.Item, random.Next(200))),
            ];
            using var cancellation = NextCancellation();
            var outcomes = await FollowAsync(client.Stock.Set(rows, _options).EnumerateAsync(cancellation.Token), rows.Length);
            Tell(
                Work.Set,
                outcomes,
                index => [new ReportedRow(rows[index].LocationId, rows[index].Item, rows[index].Quantity!.Value, outcomes[index])]);
        }

        public Task ChangeAsync() => ChangeAsync(NextCells(random.Next(1, 20)), _options);

        /// <summary>
        /// Resolves lost responses by reading. Only possible where nobody else changes stock and the run's own changes are visible.
        /// </summary>
        public async Task ChangeOwnAsync(long locationId)
        {
            await Task.Delay(MaxVisibilityDelay, chaos._time);
            var cells = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => (locationId, ItemKey.Sku($"SKU-{random.Next(1, OwnItems + 1)}")));
            await ChangeAsync(cells, _options with { VerifyUnknownRows = new PollingOptions() });
        }

        private async Task ChangeAsync(IEnumerable<(long LocationId, ItemKey Item)> cells, BulkOptions options)
        {
            RelativeAdjustment[] rows =
            [
                .. cells.Select(
                    cell => new RelativeAdjustment(
                        cell.LocationId,
                        cell.Item,
                        random.Next(2) == 0 ? random.Next(1, 9) : -random.Next(1, 9))),
            ];
            using var cancellation = NextCancellation();
            var outcomes = await FollowAsync(client.Stock.Adjust(rows, options).EnumerateAsync(cancellation.Token), rows.Length);

            if (options.VerifyUnknownRows is not null)
            {
                chaos.Count(outcomes.Contains(Outcome.Unknown) ? "own changes in doubt" : "own changes decided");
            }

            // The row that its duplicates were merged into was sent with their sum.
            var sums = rows.GroupBy(row => (row.LocationId, row.Item))
                .ToDictionary(cell => cell.Key, cell => cell.Sum(row => row.Quantity!.Value));
            Tell(
                Work.Change,
                outcomes,
                index =>
                [
                    new ReportedRow(rows[index].LocationId, rows[index].Item, sums[(rows[index].LocationId, rows[index].Item)], outcomes[index]),
                ]);
        }

        public async Task TransferAsync()
        {
            StockTransfer[] rows = [.. NextCells(random.Next(1, 8)).DistinctBy(cell => cell.Item).Select(cell =>
                new StockTransfer(cell.LocationId, (cell.LocationId % Locations) + 1, cell.Item, random.Next(1, 12)))];
            using var cancellation = NextCancellation();
            BulkReport<StockTransfer> report;
            try
            {
                report = await client.Stock.Transfer(rows, _options).RunAsync(cancellation.Token);
            }
            catch (BulkRunException<StockTransfer> exception)
            {
                chaos.Count("transfer failed");
                report = exception.Report;
            }

            var outcomes = OutcomesIn(report, rows.Length, Outcome.Applied);
            AssertCounts(report, outcomes);
            Tell(Work.Transfer, outcomes, index =>
            [
                new ReportedRow(rows[index].FromLocationId, rows[index].Item, -rows[index].Quantity, outcomes[index]),
                new ReportedRow(rows[index].ToLocationId, rows[index].Item, rows[index].Quantity, outcomes[index]),
            ]);
        }

        public async Task ReconcileAsync()
        {
            // Half of the rows match the store, unless somebody changes it meanwhile.
            AbsoluteAdjustment[] rows = [.. NextCells(random.Next(1, 80)).Distinct().Select(cell => new AbsoluteAdjustment(
                cell.LocationId, cell.Item, random.Next(2) == 0 && chaos.OnHand(cell) is { } onHand and >= 0 ? onHand : random.Next(60)))];
            var options = new ReconcileOptions
            {
                Bulk = _options,
                WaitUntilVisible = random.Next(2) == 0,
                MaxImplausibleShare = 1,
                MaxZeroedShare = 1,
            };
            using var cancellation = NextCancellation();
            Outcome[] outcomes;
            try
            {
                var report = await client.Stock.Reconcile(rows, options).RunAsync(cancellation.Token);
                var different = report.DifferentRows.Select(difference => (int)difference.Index).ToHashSet();
                outcomes = report.Adjustments is null ? [] : OutcomesIn(report.Adjustments, rows.Length, Outcome.Applied, [.. different.Order()]);
                outcomes = [.. rows.Select((_, index) => different.Contains(index) ? outcomes[index] : Outcome.Unchanged)];
                Assert.Equal((rows.Length, different.Count), ((int)report.RowCount, (int)report.DifferentCount));
                if (report.Adjustments is not null)
                {
                    AssertCounts(report.Adjustments, [.. outcomes.Where(outcome => outcome != Outcome.Unchanged)]);
                }
            }
            catch (BulkRunException<AbsoluteAdjustment> exception)
            {
                // The report does not list unchanged rows: they are among the rows that it does not mention.
                chaos.Count("reconciliation failed");
                outcomes = OutcomesIn(exception.Report, rows.Length, Outcome.Unknown, []);
            }
            catch (Exception exception) when (exception is BigCommerceException or OperationCanceledException)
            {
                // This exception is only thrown before anything is sent.
                chaos.Count(exception is BigCommerceException ? "reconciliation failed" : "reconciliation cancelled");
                outcomes = [.. rows.Select(_ => Outcome.NotSent)];
            }

            Tell(
                Work.Set,
                outcomes,
                index => [new ReportedRow(rows[index].LocationId, rows[index].Item, rows[index].Quantity!.Value, outcomes[index])]);
        }

        public async Task ReadAsync()
        {
            List<long> variants = [];
            try
            {
                await foreach (var item in client.Items.EnumerateAsync(new InventoryItemFilter { Limit = random.Next(5, 30) }, pagesAhead: random.Next(4)))
                {
                    Assert.Equal(Locations + 1 + Clients, item.Locations.Count);
                    variants.Add(item.Identity.VariantId);
                }
            }
            catch (BigCommerceException)
            {
                chaos.Count("read failed");
                return;
            }

            Assert.Equal(Enumerable.Range(1, Items).Select(id => (long)id), variants);
            chaos.Count("read");
        }

        private async Task<Outcome[]> FollowAsync<TRow>(IAsyncEnumerable<BulkRequestResult<TRow>> run, int rows)
        {
            var outcomes = new Outcome?[rows];
            try
            {
                await foreach (var outcome in run)
                {
                    Mark(outcome.AppliedRows.Select(row => row.Index), Outcome.Applied);
                    Mark(outcome.RejectedRows.Select(rejected => rejected.Row.Index), Outcome.Rejected);
                    Mark(outcome.UnknownRows.Select(unknown => unknown.Row.Index), Outcome.Unknown);
                    Mark(outcome.NotSentRows.Select(row => row.Index), Outcome.NotSent);
                    Mark(
                        outcome.MergedRows.Select(duplicate => duplicate.Row.Index).Concat(outcome.NetZeroRows.Select(row => row.Index)),
                        Outcome.Duplicate);
                }

                Assert.DoesNotContain(null, outcomes);
            }
            catch (BulkRunException)
            {
                chaos.Count("run failed");
            }
            catch (OperationCanceledException)
            {
                chaos.Count("run cancelled");
            }

            // Rows that were not read were not sent.
            return [.. outcomes.Select(outcome => outcome ?? Outcome.NotSent)];

            void Mark(IEnumerable<long> indexes, Outcome outcome)
            {
                foreach (var index in indexes)
                {
                    Assert.True(outcomes[index] is null, $"'{reason}' was told of row {index} twice.");
                    outcomes[index] = outcome;
                }
            }
        }

        /// <summary>The outcomes that a report lists row by row. It does not list applied rows.</summary>
        private static Outcome[] OutcomesIn<TRow>(BulkReport<TRow> report, int rows, Outcome others, IReadOnlyCollection<int>? sent = null)
        {
            var outcomes = new Outcome[rows];
            Array.Fill(outcomes, others);
            foreach (var rejected in report.RejectedRows)
            {
                outcomes[rejected.Row.Index] = Outcome.Rejected;
            }

            foreach (var unknown in report.UnknownRows)
            {
                outcomes[unknown.Row.Index] = Outcome.Unknown;
            }

            foreach (var row in report.NotSentRows)
            {
                outcomes[row.Index] = Outcome.NotSent;
            }

            // The report only counts the rows that were never read.
            foreach (var index in (sent ?? [.. Enumerable.Range(0, rows)]).TakeLast((int)(report.NotSentCount - report.NotSentRows.Count)))
            {
                outcomes[index] = Outcome.NotSent;
            }

            return outcomes;
        }

        private static void AssertCounts(BulkReport report, Outcome[] outcomes)
        {
            int Count(Outcome outcome) => outcomes.Count(told => told == outcome);
            Assert.Equal(
                (outcomes.Length, Count(Outcome.Applied), Count(Outcome.Rejected), Count(Outcome.Unknown), Count(Outcome.NotSent), 0),
                (
                    (int)report.RowCount,
                    (int)report.AppliedCount,
                    (int)report.RejectedCount,
                    (int)report.UnknownCount,
                    (int)report.NotSentCount,
                    (int)report.MergedCount));
        }

        private void Tell(Work work, Outcome[] outcomes, Func<int, ReportedRow[]> rowsAt) =>
            chaos.Ledger.Add(new ReportedRun(
                reason,
                work,
                work == Work.Change ? _options.UncountedItems : UncountedItemPolicy.Reject,
                [.. outcomes.SelectMany((outcome, index) => outcome == Outcome.Duplicate ? [] : rowsAt(index))]));

        /// <summary>Mostly existing cells; sometimes an unknown item, location or SKU.</summary>
        private IEnumerable<(long LocationId, ItemKey Item)> NextCells(int count) => Enumerable.Range(0, count).Select(_ =>
            (random.Next(40) switch { 0 => NoLocation, 1 => ClosedLocation, _ => random.NextInt64(1, Locations + 1) },
             random.Next(40) == 0 ? ItemKey.Sku($"GONE-{random.Next(5)}") : NextKey()));

        private ItemKey NextKey()
        {
            var item = chaos.Store.Items[random.Next(Items)];
            return _bySku ? ItemKey.Sku(item.Sku) : _isWrongAboutProducts ? ItemKey.Variant(item.VariantId) : KeyOf(item);
        }

        private CancellationTokenSource NextCancellation() => random.Next(8) == 0
            ? new CancellationTokenSource(TimeSpan.FromSeconds(20) * random.NextDouble(), chaos._time)
            : new CancellationTokenSource();
    }
}
