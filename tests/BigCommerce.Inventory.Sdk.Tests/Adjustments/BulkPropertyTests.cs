namespace BigCommerce.Inventory.Tests.Adjustments;

/// <summary>Random runs against a model of a store: fates are exact, counts add up, and the stock is what the report says.</summary>
public class BulkPropertyTests
{
    private const int Runs = 2500;

    [Fact]
    public async Task Absolute_runs_keep_their_promises()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            using var run = new RandomRun(seed, isRelative: false);
            await run.CheckAsync();
        }
    }

    [Fact]
    public async Task Relative_runs_keep_their_promises()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            using var run = new RandomRun(seed, isRelative: true);
            await run.CheckAsync();
        }
    }

    [Fact]
    public async Task Runs_reach_every_fate_and_every_way_to_end()
    {
        // Guards the other two against running on nothing.
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 400; seed++)
        {
            using var run = new RandomRun(seed, isRelative: seed % 2 == 0);
            seen.UnionWith(await run.CheckAsync());
        }

        Assert.Superset(new HashSet<string> { "applied", "rejected", "unknown", "not sent", "duplicates", "failed", "cancelled", "completed", "concurrent", "first count" }, seen);
    }

    private sealed class RandomRun : IDisposable
    {
        private readonly int _seed;
        private readonly bool _isRelative;
        private readonly CancellationTokenSource _cancellation = new();
        private readonly BulkOptions _options;
        private readonly ModelStore _store;
        private readonly Dictionary<(long Location, int Item), long> _stockBefore;
        private readonly InputRow[] _rows;

        public RandomRun(int seed, bool isRelative)
        {
            _seed = seed;
            _isRelative = isRelative;
            var random = new Random(seed);
            var cancelAt = random.Next(4) == 0 ? random.Next(1, 15) : 0;
            _options = new BulkOptions
            {
                MaxRowsPerRequest = random.Next(1, 9),
                WindowRows = random.Next(1, 30),
                MaxConcurrency = random.Next(3) == 0 ? random.Next(2, 5) : 1,
                FirstCount = (FirstCountPolicy)random.Next(3),
                CancellationGrace = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1),
                MaxUnclearAnswers = random.Next(1, 5),
                MaxRejectedRows = random.Next(10) == 0 ? random.Next(3) : null,
                MaxReportedRows = int.MaxValue,
            };
            _store = new ModelStore(random)
            {
                Naming = (Naming)random.Next((int)Naming.Mixed + 1),
                LostAnswers = random.Next(3) == 0 ? random.Next(30) : 0,
                FatalAt = random.Next(8) == 0 ? random.Next(1, 12) : null,
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
            _rows = [.. Enumerable.Range(0, random.Next(70)).Select(index => NextRow(index, random))];
        }

        public async Task<HashSet<string>> CheckAsync()
        {
            var outcomes = new List<BatchOutcome>();
            var run = new BulkRun(_store, _isRelative ? AdjustmentKind.Relative : AdjustmentKind.Absolute, RowSource.From(_rows), _options, null, _cancellation.Token);
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
                    throw new InvalidOperationException($"Seed {_seed}, {(_isRelative ? "relative" : "absolute")}: {exception.Message}", exception);
                }

                return Seen(outcomes, run);
            }
        }

        public void Dispose() => _cancellation.Dispose();

        private void Check(List<BatchOutcome> outcomes, BulkRun run)
        {
            CheckCounts(outcomes, run.Report());
            CheckRequests(outcomes);
            CheckStock(outcomes);
            Assert.InRange(_store.MostInFlight, 0, _options.MaxConcurrency);
            Assert.All(_store.Events, request => Assert.InRange(request.Rows.Length, 1, _options.MaxRowsPerRequest));
            if (run.Failure is null && !run.IsCancelled)
            {
                // Nothing is left over without a reason, and what the store would take is taken.
                Assert.DoesNotContain(outcomes, outcome => outcome.NotSent.Count > 0 && outcome.RequestNumber is null);
                Assert.Equal(_rows.Length, run.Report().Rows);
            }
        }

        /// <summary>Every row that was read is in exactly one outcome, and the report adds them up.</summary>
        private void CheckCounts(List<BatchOutcome> outcomes, BulkAdjustmentReport report)
        {
            var indexes = outcomes.SelectMany(Indexes).ToList();
            Assert.Equal(indexes.Count, indexes.Distinct().Count());
            Assert.Equal(report.Rows, report.Applied + report.Rejected + report.Unknown + report.NotSent + report.Duplicates);
            Assert.Equal(_rows.Length, report.Rows);
            Assert.Equal(outcomes.Sum(outcome => outcome.Applied.Count), report.Applied);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.Rejected), report.Rejections);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.Unknown), report.UnknownRows);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.NotSent), report.NotSentRows);
            Assert.Equal(outcomes.SelectMany(outcome => outcome.Duplicates), report.DuplicateRows);
            Assert.Equal(indexes.Count, report.Rows - (report.NotSent - report.NotSentRows.Count));
            Assert.Equal(_store.Events.Count, report.Requests);
        }

        /// <summary>What an outcome says of its request is what the store did with it.</summary>
        private void CheckRequests(List<BatchOutcome> outcomes)
        {
            foreach (var outcome in outcomes.Where(outcome => outcome.RequestNumber is not null))
            {
                var request = _store.Events[outcome.RequestNumber!.Value - 1];
                var sent = request.Rows.Select(row => (row.Location, row.Item)).ToHashSet();
                Assert.True(outcome.Applied.Count == 0 || (request.TookEffect && request.WasAnswered && outcome.Applied.Count == request.Rows.Length));
                Assert.True(outcome.NotSent.Count == 0 || !request.TookEffect || !request.IsRelative);
                Assert.True(outcome.Unknown.Count == 0 || !request.WasAnswered);
                var bad = request.Bad.Select(row => (row.Location, row.Item)).ToHashSet();
                Assert.All(outcome.Rejected, rejected => Assert.Contains((rejected.Row.LocationId, rejected.Row.Item), bad));
                Assert.All(outcome.Applied.Concat(outcome.Unknown), row => Assert.Contains((row.LocationId, row.Item), sent));
            }

            foreach (var rejected in outcomes.Where(outcome => outcome.RequestNumber is null).SelectMany(outcome => outcome.Rejected))
            {
                Assert.NotNull(_rows[rejected.Row.Index].Fault);
            }
        }

        /// <summary>Nothing happened to the stock but what the outcomes tell.</summary>
        private void CheckStock(List<BatchOutcome> outcomes)
        {
            var inDoubt = outcomes.Where(outcome => outcome.Unknown.Count > 0 && _store.Events[outcome.RequestNumber!.Value - 1].TookEffect).SelectMany(outcome => outcome.Unknown);
            var applied = outcomes.SelectMany(outcome => outcome.Applied).Concat(inDoubt).GroupBy(row => (row.LocationId, ModelStore.ItemOf(row.Item))).ToDictionary(rows => rows.Key, rows => rows.ToList());
            for (var location = 1L; location <= ModelStore.Locations; location++)
            {
                for (var item = 1; item <= ModelStore.Items; item++)
                {
                    var cell = (location, item);
                    var rows = applied.GetValueOrDefault(cell) ?? [];
                    var before = _stockBefore.GetValueOrDefault(cell);
                    var after = _store.Stock.GetValueOrDefault(cell);
                    if (_isRelative)
                    {
                        Assert.Equal(before + rows.Sum(row => row.Quantity!.Value), after);
                    }
                    else if (rows.Select(row => row.Item).Distinct().Count() <= 1)
                    {
                        // The last row of the input wins, unless two keys name the item: the run cannot know that they do.
                        Assert.Equal(rows.Count == 0 ? before : rows.MaxBy(row => row.Index).Quantity!.Value, after);
                    }
                }
            }
        }

        private HashSet<string> Seen(List<BatchOutcome> outcomes, BulkRun run)
        {
            var report = run.Report();
            (string Name, bool IsSeen)[] all =
            [
                ("applied", report.Applied > 0),
                ("rejected", report.Rejections.Any(rejected => rejected.Status is not null)),
                ("unknown", report.Unknown > 0),
                ("not sent", report.NotSent > 0),
                ("duplicates", report.Duplicates > 0),
                ("failed", run.Failure is not null),
                ("cancelled", run.IsCancelled),
                ("completed", run.Failure is null && !run.IsCancelled),
                ("concurrent", _store.MostInFlight > 1),
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

        private InputRow NextRow(int index, Random random)
        {
            var location = random.NextInt64(1, ModelStore.Locations + 1);
            var item = ModelStore.Key(random.Next(1, ModelStore.Items + 1), bySku: _seed % 3 != 0 && (_seed % 3 == 1 || random.Next(2) == 0));
            if (random.Next(30) == 0)
            {
                return InputRow.Of(index, new AbsoluteAdjustment(location, item, -1));
            }

            return _isRelative
                ? InputRow.Of(index, RelativeAdjustment.By(location, item, random.Next(2) == 0 ? random.Next(1, 5) : -random.Next(1, 5)))
                : InputRow.Of(index, new AbsoluteAdjustment(location, item, random.Next(100)));
        }

        private static IEnumerable<long> Indexes(BatchOutcome outcome) =>
            outcome.Applied.Concat(outcome.Unknown).Concat(outcome.NotSent).Select(row => row.Index)
                .Concat(outcome.Rejected.Select(rejected => rejected.Row.Index))
                .Concat(outcome.Duplicates.Select(duplicate => duplicate.Row.Index));
    }
}
