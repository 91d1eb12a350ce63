using System.Net;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Random runs against a model of a store: outcomes are exact, counts add up, and the stock is what the report says.</summary>
public class BulkPropertyTests
{
    private const int Runs = 2500;

    [Fact]
    public async Task AbsoluteRuns_RandomStoreAndOptions_KeepTheInvariants()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            using var run = Absolute(seed);
            await run.CheckAsync();
        }
    }

    [Fact]
    public async Task RelativeRuns_RandomStoreAndOptions_KeepTheInvariants()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            using var run = Relative(seed);
            await run.CheckAsync();
        }
    }

    [Fact]
    public async Task RandomRuns_Together_ReachEveryOutcome()
    {
        // Guards the other two against running on nothing.
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 600; seed++)
        {
            if (seed % 2 == 0)
            {
                using var run = Relative(seed);
                seen.UnionWith(await run.CheckAsync());
            }
            else
            {
                using var run = Absolute(seed);
                seen.UnionWith(await run.CheckAsync());
            }
        }

        Assert.Superset(
            new HashSet<string>
            {
                "applied", "rejected", "unknown", "not sent", "duplicates", "failed", "cancelled", "completed", "concurrent", "first count",
                "net zero", "refused as a whole", "paused", "input failed", "input left behind", "two spellings",
            },
            seen);
    }

    private static RandomRun<AbsoluteAdjustment> Absolute(int seed) =>
        new(
            seed,
            AbsoluteKind.Instance,
            static (location, item, index, _) => new(location, item, 1000 + index),
            static (location, item) => new(location, item, -1));

    private static RandomRun<RelativeAdjustment> Relative(int seed) => new(
        seed,
        AdjustmentKind.Instance,
        static (location, item, _, random) => new(location, item, random.Next(2) == 0 ? random.Next(1, 5) : -random.Next(1, 5)),
        static (location, item) => new(location, item, 0));

    private sealed class RandomRun<TRow> : IDisposable
        where TRow : IBulkInput
    {
        private readonly int _seed;
        private readonly BulkKind<TRow> _kind;
        private readonly bool _isRelative;
        private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
        private readonly CancellationTokenSource _cancellation = new();
        private readonly BulkOptions _options;
        private readonly ModelStore _store;
        private readonly Dictionary<(long Location, int Item), long> _stockBefore;
        private readonly BulkRow<TRow>[] _rows;
        private readonly FaultySource<TRow>? _source;

        public RandomRun(
            int seed,
            BulkKind<TRow> kind,
            Func<long, ItemKey, int, Random, TRow> create,
            Func<long, ItemKey, TRow> createInvalid)
        {
            _seed = seed;
            _kind = kind;
            _isRelative = !kind.IsIdempotent;
            var random = new Random(seed);
            var cancelAt = random.Next(4) == 0 ? random.Next(1, 15) : 0;
            _options = new BulkOptions
            {
                MaxRowsPerRequest = random.Next(1, 9),
                MaxBufferedRows = random.Next(1, 30),
                MaxConcurrency = random.Next(3) == 0 ? random.Next(2, 5) : 1,
                UncountedItems = (UncountedItemPolicy)random.Next(3),
                CancellationGrace = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1),
                MaxConsecutiveUnknownRequests = random.Next(1, 5),
                MaxRejectedRows = random.Next(10) == 0 ? random.Next(3) : null,
                MaxReportedRows = int.MaxValue,
                MaxConsecutiveUnexplainedRejections = random.Next(2) == 0 ? 22 : 50,
                MaxOutageWait = random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(30),
            };
            _store = new ModelStore(random)
            {
                Naming = (Naming)random.Next((int)Naming.Mixed + 1),
                LostResponses = random.Next(3) == 0 ? random.Next(30) : 0,
                FatalAt = random.Next(8) == 0 ? random.Next(1, 12) : null,
                RefusesAllFrom = random.Next(10) == 0 ? random.Next(1, 12) : null,
                WholeRefusal = (HttpStatusCode)(new[] { 400, 403, 409, 413, 423 })[random.Next(5)],
                RepeatedPasses = random.Next(4) == 0 ? random.Next(30) : 0,
                Outages = random.Next(4) == 0 ? random.Next(30) : 0,
                OnRequest = number =>
                {
                    if (number == cancelAt)
                    {
                        _cancellation.Cancel();
                    }
                },
            };
            Fill(random);
            _stockBefore = new Dictionary<(long, int), long>(_store.Stock);
            _rows = [.. Enumerable.Range(0, random.Next(70)).Select(index => NextRow(index, random, create, createInvalid))];
            _source = random.Next(6) == 0
                ? new FaultySource<TRow>(_rows, random.Next(_rows.Length + 1), (InputFault)random.Next(3), _cancellation)
                : null;
        }

        public async Task<HashSet<string>> CheckAsync()
        {
            var outcomes = new List<BulkRequestResult<TRow>>();
            var run = new BulkEngine<TRow>(
                StockSupport.Context(_store, _time),
                _kind,
                _source ?? InputSource<TRow>.From(_rows),
                _options,
                _cancellation.Token);
            await using (run)
            {
                while (await run.NextAsync() is { } outcome)
                {
                    outcomes.Add(outcome);
                }

                try
                {
                    Check(outcomes, run);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException(
                        $"Seed {_seed}, {(_isRelative ? "relative" : "absolute")}: {exception.Message}",
                        exception);
                }

                return Seen(outcomes, run);
            }
        }

        public void Dispose() => _cancellation.Dispose();

        private void Check(List<BulkRequestResult<TRow>> outcomes, BulkEngine<TRow> run)
        {
            CheckCounts(outcomes, run.Report());
            CheckRequests(outcomes);
            CheckStock(outcomes);
            Assert.InRange(_store.MostInFlight, 0, _options.MaxConcurrency);
            Assert.All(_store.Events, request => Assert.InRange(request.Rows.Length, 1, _options.MaxRowsPerRequest));
            if (run.Failure is null && !run.IsCanceled)
            {
                // Nothing is left over without a reason, and what the store would take is taken.
                Assert.DoesNotContain(outcomes, outcome => outcome.NotSentRows.Count > 0 && outcome.RequestNumber is null);
                Assert.Equal(_rows.Length, run.Report().RowCount);
            }

            if (_source is not null)
            {
                Assert.True(run.IsCanceled || run.Failure is not null);
            }
        }

        /// <summary>Every row that was read is in exactly one outcome, and the report adds them up.</summary>
        private void CheckCounts(List<BulkRequestResult<TRow>> outcomes, BulkReport<TRow> report)
        {
            var indexes = outcomes.SelectMany(Indexes).ToList();
            Assert.Equal(indexes.Count, indexes.Distinct().Count());
            Assert.Equal(
                report.RowCount,
                report.AppliedCount + report.RejectedCount + report.UnknownCount + report.NotSentCount + report.MergedCount + report.NetZeroCount);
            Assert.Equal(_source is null ? _rows.Length : report.RowCount, report.RowCount);
            Assert.Equal(outcomes.Sum(outcome => outcome.AppliedRows.Count), report.AppliedCount);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.RejectedRows), report.RejectedRows);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.UnknownRows), report.UnknownRows);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.NotSentRows), report.NotSentRows);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.MergedRows), report.MergedRows);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.NetZeroRows), report.NetZeroRows);
            Assert.Equal(indexes.Count, report.RowCount - (report.NotSentCount - report.NotSentRows.Count));
            Assert.Equal(_store.Events.Count, report.RequestCount);
        }

        /// <summary>What an outcome says of its request is what the store did with it.</summary>
        private void CheckRequests(List<BulkRequestResult<TRow>> outcomes)
        {
            foreach (var outcome in outcomes.Where(outcome => outcome.RequestNumber is not null))
            {
                var request = _store.Events[outcome.RequestNumber!.Value - 1];
                var sent = request.Rows.Select(row => (row.Location, row.Item)).ToHashSet();
                Assert.True(
                    outcome.AppliedRows.Count == 0
                        || (request.TookEffect && request.WasAnswered && outcome.AppliedRows.Count == request.Rows.Length));
                Assert.True(outcome.NotSentRows.Count == 0 || !request.TookEffect || !request.IsRelative);
                Assert.True(outcome.UnknownRows.Count == 0 || !request.WasAnswered);
                Assert.True(outcome.UnknownRows.Count == 0 || !_isRelative || outcome.UnknownRows.Count == request.Rows.Length);

                // Where a first 0 is in doubt, the change itself was never sent.
                Assert.True(outcome.RejectedRows.Count == 0 || !request.IsInDoubt || (_isRelative && !request.IsRelative));
                var bad = request.Bad.Select(row => (row.Location, row.Item)).ToHashSet();
                Assert.All(outcome.RejectedRows, rejected => Assert.Contains((rejected.Row.LocationId, rejected.Row.Item), bad));
                Assert.All(
                    outcome.AppliedRows.Concat(outcome.UnknownRows.Select(unknown => unknown.Row)),
                    row => Assert.Contains((row.LocationId, row.Item), sent));
            }

            foreach (var rejected in outcomes.Where(outcome => outcome.RequestNumber is null).SelectMany(outcome => outcome.RejectedRows))
            {
                Assert.NotNull(_rows[rejected.Row.Index].Input.FindFault());
            }
        }

        private void CheckStock(List<BulkRequestResult<TRow>> outcomes)
        {
            if (_isRelative)
            {
                CheckSums(outcomes);
            }
            else
            {
                CheckCountsSet(outcomes);
            }
        }

        /// <summary>Nothing happened to the stock but what the outcomes tell, and once.</summary>
        private void CheckSums(List<BulkRequestResult<TRow>> outcomes)
        {
            var inDoubt = outcomes.Where(
                outcome => outcome.UnknownRows.Count > 0 && _store.Events[outcome.RequestNumber!.Value - 1].TookEffect)
                .SelectMany(outcome => outcome.UnknownRows)
                .Select(unknown => unknown.Row);
            var sums = outcomes.SelectMany(outcome => outcome.AppliedRows)
                .Concat(inDoubt)
                .GroupBy(row => (row.LocationId, ModelStore.ItemOf(row.Item)))
                .ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Quantity!.Value));
            foreach (var cell in AllCells())
            {
                Assert.Equal(_stockBefore.GetValueOrDefault(cell) + sums.GetValueOrDefault(cell), _store.Stock.GetValueOrDefault(cell));
            }
        }

        /// <summary>Every count is of one row alone, so the requests that took effect tell what became of it.</summary>
        private void CheckCountsSet(List<BulkRequestResult<TRow>> outcomes)
        {
            var set = _store.Events.Where(request => request.TookEffect)
                .SelectMany(request => request.Rows)
                .GroupBy(row => row.Cell)
                .ToDictionary(rows => rows.Key, rows => rows.ToList());
            bool IsSet(BulkRow<TRow> row) => set.TryGetValue((row.LocationId, ModelStore.ItemOf(row.Item)), out var rows)
                && rows.Exists(other => other.Quantity == row.Quantity);
            Assert.All(outcomes.SelectMany(outcome => outcome.AppliedRows), row => Assert.True(IsSet(row)));
            Assert.All(
                outcomes.SelectMany(outcome => outcome.NotSentRows)
                    .Concat(outcomes.SelectMany(outcome => outcome.RejectedRows).Select(rejected => rejected.Row)),
                row => Assert.False(IsSet(row)));
            foreach (var cell in AllCells())
            {
                var rows = set.GetValueOrDefault(cell) ?? [];
                if (rows.Select(row => row.Item).Distinct(ItemRelation.BySpelling).Count() <= 1)
                {
                    // The last row of the input wins, whatever the spelling of its SKU. Of keys of two kinds the run cannot know that they
                    // name one item.
                    Assert.Equal(
                        rows.Count == 0 ? _stockBefore.GetValueOrDefault(cell) : rows.Max(row => row.Quantity),
                        _store.Stock.GetValueOrDefault(cell));
                }
            }
        }

        private static IEnumerable<(long Location, int Item)> AllCells() =>
            from location in Enumerable.Range(1, (int)ModelStore.Locations) from item in Enumerable.Range(1, ModelStore.Items) select ((long)location, item);

        private HashSet<string> Seen(List<BulkRequestResult<TRow>> outcomes, BulkEngine<TRow> run)
        {
            var report = run.Report();
            (string Name, bool IsSeen)[] all =
            [
                ("applied", report.AppliedCount > 0),
                ("rejected", report.RejectedRows.Any(rejected => rejected.StatusCode is not null)),
                ("unknown", report.UnknownCount > 0),
                ("not sent", report.NotSentCount > 0),
                ("duplicates", report.MergedCount > 0),
                ("failed", run.Failure is not null),
                ("cancelled", run.IsCanceled),
                ("completed", run.Failure is null && !run.IsCanceled),
                ("concurrent", _store.MostInFlight > 1),
                ("net zero", report.NetZeroCount > 0),
                ("refused as a whole", _store.Events.Count >= _store.RefusesAllFrom),
                ("paused", report.Elapsed > TimeSpan.Zero && !run.IsCanceled),
                ("input failed", run.Failure is IOException),
                ("input left behind", _source is { IsLeftBehind: true }),
                (
                    "two spellings",
                    _store.Events.SelectMany(request => request.Rows)
                        .Select(row => row.Item)
                        .Distinct()
                        .Count() > _store.Events.SelectMany(request => request.Rows)
                        .Select(row => row.Item)
                        .Distinct(ItemRelation.BySpelling)
                        .Count()),
                ("first count", _isRelative && _store.Events.Exists(request => !request.IsRelative && request.TookEffect)),
            ];
            return [.. all.Where(entry => entry.IsSeen).Select(entry => entry.Name)];
        }

        private void Fill(Random random)
        {
            for (var location = 1L; location <= ModelStore.Locations; location++)
            {
                for (var item = 1; item <= ModelStore.Items; item++)
                {
                    if (random.Next(5) > 0)
                    {
                        _store.Stock[(location, item)] = random.Next(6);
                    }
                }
            }

            var faults = random.Next(3);
            for (var i = 0; i < faults; i++)
            {
                _store.UnknownItems.Add(random.Next(1, ModelStore.Items + 1));
                _store.WrongLevelItems.Add(random.Next(1, ModelStore.Items + 1));
            }

            if (random.Next(3) == 0)
            {
                _store.MissingLocations.Add(random.Next(1, (int)ModelStore.Locations + 1));
            }
        }

        private BulkRow<TRow> NextRow(
            int index,
            Random random,
            Func<long, ItemKey, int, Random, TRow> create,
            Func<long, ItemKey, TRow> createInvalid)
        {
            var location = random.NextInt64(1, ModelStore.Locations + 1);
            var item = ModelStore.Key(
                random.Next(1, ModelStore.Items + 1),
                bySku: _seed % 3 != 0 && (_seed % 3 == 1 || random.Next(2) == 0));
            item = _seed % 4 == 0 && random.Next(2) == 0 ? ModelStore.LowerCase(item) : item;
            return (random.Next(30) == 0 ? createInvalid(location, item) : create(location, item, index, random)).ToBulkRow(index);
        }

        private static IEnumerable<long> Indexes(BulkRequestResult<TRow> outcome) =>
            outcome.AppliedRows.Concat(outcome.UnknownRows.Select(unknown => unknown.Row))
                .Concat(outcome.NotSentRows)
                .Select(row => row.Index)
                .Concat(outcome.RejectedRows.Select(rejected => rejected.Row.Index))
                .Concat(outcome.MergedRows.Select(duplicate => duplicate.Row.Index))
                .Concat(outcome.NetZeroRows.Select(row => row.Index));
    }

    private enum InputFault
    {
        Throws,

        /// <summary>Waits for its token, which the caller cancels.</summary>
        Waits,

        /// <summary>Yields never again, and takes no notice of its token.</summary>
        Hangs,
    }

    /// <summary>Input that fails at a row.</summary>
    private sealed class FaultySource<TRow>(
        BulkRow<TRow>[] rows,
        int faultAt,
        InputFault fault,
        CancellationTokenSource cancellation) : InputSource<TRow>
        where TRow : IBulkInput
    {
        private readonly TaskCompletionSource<bool> _row = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _position = -1;

        public bool IsLeftBehind { get; private set; }

        public override BulkRow<TRow> Current => rows[_position];

        public override async ValueTask<bool> MoveNextAsync()
        {
            if (++_position < faultAt)
            {
                return true;
            }

            if (fault == InputFault.Throws)
            {
                throw new IOException("The input is gone.");
            }

            await cancellation.CancelAsync();
            return await _row.Task;
        }

        public override void Cancel()
        {
            IsLeftBehind = fault == InputFault.Hangs;
            if (fault == InputFault.Waits)
            {
                _row.TrySetCanceled();
            }
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
