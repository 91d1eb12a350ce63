using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

public class RowIsolationTests
{
    // Halving 2,000 rows down to one takes 11 levels, two requests a level.
    private const int RequestsPerUnnamedRow = 2 * 11;

    [Fact]
    public void Isolate_RowsNotNamed_TakesAFewRequestsPerBadRow() => PropertyTest.Run(
        (ushort[] indexes, bool isFullRequest) =>
        {
            var count = isFullRequest ? 2_000 : 64;
            HashSet<long> bad = [.. indexes.Select(index => (long)index % count)];

            var (requests, blamed, passed) = Isolate(count, bad, (_, _) => Error());

            Assert.Equal(bad, blamed);
            Assert.Equal(count - bad.Count, passed);
            Assert.InRange(requests, 1, 1 + Math.Min(bad.Count * RequestsPerUnnamedRow, (2 * count) - 2));
        },
        cases: 50);

    /// <summary>The server names any items and locations, bad or not, sent or not, with any reason.</summary>
    [Fact]
    public void Isolate_AnyNames_FindsEachBadRow() => PropertyTest.Run(
        (byte[] indexes, Named[] names) =>
        {
            var rows = Rows(60, locations: 3);
            HashSet<long> bad = [.. indexes.Select(index => (long)index % rows.Length)];
            var answers = 0;

            var pending = new Stack<BulkRow<AbsoluteAdjustment>[]>([rows]);
            var (requests, passed, rejected) = (0, new List<long>(), new List<long>());
            while (pending.TryPop(out var sent))
            {
                requests++;
                if (!Array.Exists(sent, row => bad.Contains(row.Index)))
                {
                    passed.AddRange(sent.Select(row => row.Index));
                    continue;
                }

                var step = BadRowIsolation<AbsoluteAdjustment>.Next(
                    sent,
                    names.Length == 0 ? Error() : names[answers++ % names.Length].ToError());
                Assert.Equal(
                    sent.Select(row => row.Index).Order(),
                    step.Bad.Concat(step.Next.SelectMany(next => next)).Select(row => row.Index).Order());
                rejected.AddRange(step.Bad.Select(row => row.Index));
                foreach (var next in step.Next)
                {
                    pending.Push(next);
                }
            }

            Assert.Empty(bad.Except(rejected));
            Assert.Empty(passed.Intersect(bad));
            Assert.Equal(rows.Length, passed.Count + rejected.Count);
            Assert.InRange(requests, 1, 2 * rows.Length);
        },
        cases: 500);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(2000)]
    public void Isolate_RowsNamedTogether_TakesOneRequest(int bad)
    {
        var (requests, blamed, _) = Isolate(
            2000,
            Choose(2000, bad, seed: 7),
            (_, named) => Error(ApiErrorReason.ItemNotFound, [.. named.Select(row => row.Item)]));

        Assert.Equal(bad, blamed.Count);
        Assert.Equal(bad == 2000 ? 1 : 2, requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void Isolate_RowsNamedOneByOne_TakesOneRequestEach(int bad)
    {
        var (requests, blamed, _) = Isolate(
            2000,
            Choose(2000, bad, seed: 7),
            (_, named) => Error(ApiErrorReason.ItemNotFound, [named[0].Item]));

        Assert.Equal((bad, bad + 1), (blamed.Count, requests));
    }

    [Fact]
    public void Isolate_NamedItemWasNotSent_CountsAsNotNamed()
    {
        var (requests, blamed, _) = Isolate(
            64,
            Choose(64, 1, seed: 3),
            (_, _) => Error(ApiErrorReason.ItemNotFound, [ItemKey.Sku("never sent")]));

        Assert.Single(blamed);
        Assert.Equal(1 + (2 * 6), requests);
    }

    [Theory]
    [InlineData(ApiErrorReason.Unknown)]
    [InlineData(ApiErrorReason.ItemNotFound)]
    [InlineData(ApiErrorReason.RequiresAbsoluteFirst)]
    [InlineData(ApiErrorReason.LocationNotFound)]
    public void Isolate_EverythingRejected_TakesABoundedNumberOfRequests(ApiErrorReason reason)
    {
        // Whatever it names: nothing, all, another row each time, what was not sent.
        Func<BulkRow<AbsoluteAdjustment>[], ApiError>[] responses =
        [
            _ => Error(reason),
            rows => Error(reason, [.. rows.Select(row => row.Item)]),
            rows => Error(reason, [rows[^1].Item]),
            _ => Error(reason, [ItemKey.Product(1)]),
            rows => Error(reason, [], [rows[0].LocationId]),
            _ => Error(reason, [], [77]),
            rows => Error(reason, [rows[0].Item], [rows[^1].LocationId]),
            _ => Error(reason) with { FieldErrors = new Dictionary<string, string> { ["items[0].quantity"] = "no" } },
            rows => Error(reason) with
            {
                FieldErrors = rows.Select((_, i) => FormattableString.Invariant($"items[{i}].quantity"))
                    .ToDictionary(field => field, _ => "no"),
            },
        ];
        foreach (var response in responses)
        {
            var rows = Rows(200, locations: 3);
            var (requests, blamed, passed) = Isolate(rows, [.. rows.Select(row => row.Index)], (sent, _) => response(sent));

            Assert.Equal((200, 0), (blamed.Count, passed));
            Assert.InRange(requests, 1, 2 * 200);
        }
    }

    [Fact]
    public void Next_LocationNotFound_RejectsAllItsRows()
    {
        var rows = Rows(9, locations: 3);

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(ApiErrorReason.LocationNotFound, [], [2, 99]));

        Assert.All(step.Bad, row => Assert.Equal(2, row.LocationId));
        Assert.Equal(3, step.Bad.Length);
        Assert.Equal(rows.Where(row => row.LocationId != 2), Assert.Single(step.Next));
    }

    [Fact]
    public void Next_ReasonOfTheItem_RejectsItAtEveryLocation()
    {
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Variant(1), 1).ToBulkRow(0),
            new AbsoluteAdjustment(2, ItemKey.Variant(1), 1).ToBulkRow(1),
            new AbsoluteAdjustment(2, ItemKey.Variant(2), 1).ToBulkRow(2),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(ApiErrorReason.TrackedByProduct, [ItemKey.Variant(1)]));

        Assert.Equal([rows[0], rows[1]], step.Bad);
        Assert.Equal([rows[2]], Assert.Single(step.Next));
    }

    [Fact]
    public void Next_ReasonOfOneLocation_SplitsByLocation()
    {
        // "Needs an absolute first" does not say where.
        var a = ItemKey.Variant(1);
        var b = ItemKey.Variant(2);
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, a, 1).ToBulkRow(0),
            new AbsoluteAdjustment(1, b, 1).ToBulkRow(1),
            new AbsoluteAdjustment(2, a, 1).ToBulkRow(2),
            new AbsoluteAdjustment(2, b, 1).ToBulkRow(3),
            new AbsoluteAdjustment(2, ItemKey.Variant(3), 1).ToBulkRow(4),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(ApiErrorReason.RequiresAbsoluteFirst, [a, b]));

        Assert.Empty(step.Bad);
        Assert.Equal([[rows[4]], [rows[0], rows[1]], [rows[2], rows[3]]], step.Next);
        var next = BadRowIsolation<AbsoluteAdjustment>.Next(step.Next[2], Error(ApiErrorReason.RequiresAbsoluteFirst, [a, b]));
        Assert.Equal([rows[2], rows[3]], next.Bad);
        Assert.Empty(next.Next);
    }

    [Fact]
    public void Next_NameOfAnotherKindOfKey_SplitsByKind()
    {
        // The API may name an item by its variant where a SKU was sent, and another row may have that variant.
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Sku("A"), 1).ToBulkRow(0),
            new AbsoluteAdjustment(2, ItemKey.Variant(1), 1).ToBulkRow(1),
            new AbsoluteAdjustment(3, ItemKey.Sku("B"), 1).ToBulkRow(2),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(ApiErrorReason.InsufficientStock, [ItemKey.Variant(1)]));

        Assert.Empty(step.Bad);
        Assert.Equal([[rows[0], rows[2]], [rows[1]]], step.Next);
    }

    [Fact]
    public void Next_ItemAndLocationNamed_RejectsThatRow()
    {
        var a = ItemKey.Variant(1);
        BulkRow<AbsoluteAdjustment>[] rows = [new AbsoluteAdjustment(1, a, -1).ToBulkRow(0), new AbsoluteAdjustment(2, a, -1).ToBulkRow(1)];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(ApiErrorReason.InsufficientStock, [a], [2]));

        Assert.Equal([rows[1]], step.Bad);
        Assert.Equal([rows[0]], Assert.Single(step.Next));
    }

    [Fact]
    public void Next_NameCutOffInMidList_RejectsOnlyTheNamesBeforeIt()
    {
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Sku("A1"), 1).ToBulkRow(0),
            new AbsoluteAdjustment(1, ItemKey.Sku("A11"), 1).ToBulkRow(1),
            new AbsoluteAdjustment(1, ItemKey.Sku("A2"), 1).ToBulkRow(2),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Parsed("Items with identity: [sku A2, sku A1"));

        Assert.Equal([rows[2]], step.Bad);
        Assert.Equal([[rows[0], rows[1]]], step.Next);
    }

    [Fact]
    public void Next_OnlyNameIsCutOff_CutsTheRequestInTwo()
    {
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Sku("A1"), 1).ToBulkRow(0),
            new AbsoluteAdjustment(1, ItemKey.Sku("A11"), 1).ToBulkRow(1),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Parsed("Items with identity: [sku A1"));

        Assert.Empty(step.Bad);
        Assert.Equal([[rows[0]], [rows[1]]], step.Next);
        Assert.True(step.IsUnexplained);
    }

    [Fact]
    public void Next_SkusThatBeginAlike_RejectsTheNamedOne()
    {
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Sku("Shirt 1"), 1).ToBulkRow(0),
            new AbsoluteAdjustment(1, ItemKey.Sku("Shirt 10"), 1).ToBulkRow(1),
            new AbsoluteAdjustment(1, ItemKey.Sku("Shirt 1, large"), 1).ToBulkRow(2),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(
            rows,
            Parsed("Items with identity: [sku Shirt 1] requires absolute adjustment before relative"));

        Assert.Equal([rows[0]], step.Bad);
        Assert.Equal([[rows[1], rows[2]]], step.Next);
    }

    [Theory]
    [InlineData("A1\u00A0")]
    [InlineData("A1\v")]
    public void Next_SkuEndsWithWhiteSpace_DoesNotRejectTheSkuWithoutIt(string sku)
    {
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Sku("A1"), 1).ToBulkRow(0),
            new AbsoluteAdjustment(1, ItemKey.Sku(sku), 1).ToBulkRow(1),
            new AbsoluteAdjustment(1, ItemKey.Sku("B"), 1).ToBulkRow(2),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Parsed($"Items with identity: [sku {sku}, sku B]"));

        Assert.DoesNotContain(rows[0], step.Bad);
    }

    [Theory]
    [InlineData("SET/sku:B")]
    [InlineData("SET sku B")]
    [InlineData("SET, sku B")]
    [InlineData("B is tracked by us")]
    public void Next_NameInsideAnotherRowsSku_DoesNotRejectTheOtherRow(string sku)
    {
        BulkRow<AbsoluteAdjustment>[] rows =
        [
            new AbsoluteAdjustment(1, ItemKey.Sku("B"), 1).ToBulkRow(0),
            new AbsoluteAdjustment(1, ItemKey.Sku(sku), 1).ToBulkRow(1),
            new AbsoluteAdjustment(1, ItemKey.Sku("C"), 1).ToBulkRow(2),
        ];

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(
            rows,
            Parsed($"Items with identity: [sku C, sku {sku}] requires absolute adjustment before relative"));

        Assert.DoesNotContain(rows[0], step.Bad);
        Assert.Contains(rows[2], step.Bad);
    }

    [Theory]
    [InlineData(ApiErrorReason.Unknown)]
    [InlineData(ApiErrorReason.InvalidFields)]
    [InlineData(ApiErrorReason.InsufficientStock)]
    public void Next_OtherReasonThatNamesALocation_SplitsByLocationFirst(ApiErrorReason reason)
    {
        var rows = Rows(9, locations: 3);

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(reason, [], [2]));

        Assert.Empty(step.Bad);
        Assert.Equal([rows.Where(row => row.LocationId != 2), rows.Where(row => row.LocationId == 2)], step.Next);
        Assert.Equal(
            [1, 2],
            BadRowIsolation<AbsoluteAdjustment>.Next(step.Next[1], Error(reason, [], [2])).Next.Select(next => next.Length));
    }

    [Fact]
    public void Next_LocationNotFoundWithoutItsName_HalvesTheLocations()
    {
        var rows = Rows(9, locations: 3);

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, Error(ApiErrorReason.LocationNotFound));

        Assert.Empty(step.Bad);
        Assert.Equal([rows.Where(row => row.LocationId == 1), rows.Where(row => row.LocationId != 1)], step.Next);
        Assert.True(step.IsUnexplained);
    }

    [Fact]
    public void Next_LocationNotFoundWithoutItsName_FindsTheLocationAndNotEachRow()
    {
        var (requests, blamed, _) = Isolate(
            [.. Rows(400, locations: 4).OrderBy(row => row.LocationId)],
            [.. Rows(400, locations: 4).Where(row => row.LocationId == 3).Select(row => row.Index)],
            (_, _) => Error(ApiErrorReason.LocationNotFound));

        Assert.Equal((100, 5), (blamed.Count, requests));
    }

    [Fact]
    public void Next_PayloadTooLarge_HalvesWhateverIsNamed()
    {
        var rows = Rows(8, locations: 2);

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(
            rows,
            Error(ApiErrorReason.ItemNotFound, [rows[0].Item]) with { StatusCode = HttpStatusCode.RequestEntityTooLarge });

        Assert.Empty(step.Bad);
        Assert.Equal([rows[..4], rows[4..]], step.Next);
    }

    [Fact]
    public void Next_FieldErrors_SplitsAndRejectsOnlyIfAllAreNamed()
    {
        var rows = Rows(5, locations: 1);
        var error = Error() with
        {
            FieldErrors = new Dictionary<string, string>
            {
                ["items[1].quantity"] = "too large",
                ["item.3.identity"] = "wrong",
                ["reason"] = "odd",
                ["items[5].quantity"] = "not there",
            },
        };

        var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, error);

        Assert.Empty(step.Bad);
        Assert.Equal([[rows[0], rows[2], rows[4]], [rows[1], rows[3]]], step.Next);
        var both = Error() with
        {
            FieldErrors = new Dictionary<string, string> { ["items[0].quantity"] = "too large", ["items[1].quantity"] = "too large" },
        };
        Assert.Equal([rows[1], rows[3]], BadRowIsolation<AbsoluteAdjustment>.Next(step.Next[1], both).Bad);
    }

    [Fact]
    public void Next_OneRow_IsUnexplainedUnlessTheResponseNamesIt()
    {
        var rows = Rows(1, locations: 1);
        var field = Error() with { FieldErrors = new Dictionary<string, string> { ["items[0].quantity"] = "too large" } };

        Assert.All(
            [Error(ApiErrorReason.Unknown, [ItemKey.Variant(1)]), Error(ApiErrorReason.Unknown, [], [1]), field],
            error => Assert.False(Step(error).IsUnexplained));
        Assert.All(
            [Error(), Error(ApiErrorReason.Unknown, [ItemKey.Variant(2)], [2])],
            error => Assert.True(Step(error).IsUnexplained));

        IsolationStep<AbsoluteAdjustment> Step(ApiError error)
        {
            var step = BadRowIsolation<AbsoluteAdjustment>.Next(rows, error);
            Assert.Equal(rows, step.Bad);
            Assert.Empty(step.Next);
            return step;
        }
    }

    [Fact]
    public void Halve_RowsOfATransfer_StayTogether()
    {
        BulkRow<AbsoluteAdjustment>[] rows = [.. Rows(6, locations: 2).Select((row, i) => row with { Index = i / 2 })];

        Assert.Equal([rows[..4], rows[4..]], BadRowIsolation<AbsoluteAdjustment>.Halve(rows));
        Assert.Equal([rows[..2], rows[2..4]], BadRowIsolation<AbsoluteAdjustment>.Halve(rows[..4]));
        Assert.Equal([rows[..2]], BadRowIsolation<AbsoluteAdjustment>.Halve(rows[..2]));
    }

    [Fact]
    public void Next_TransferRows_StayTogether() => PropertyTest.Run(
        (byte[] transfers, Named[] names) =>
        {
            BulkRow<AbsoluteAdjustment>[] rows = [.. transfers.SelectMany((transfer, index) =>
            {
                var item = ItemKey.Variant(1 + (transfer % 4));
                return new[]
                {
                    new AbsoluteAdjustment(1 + (transfer / 4 % 2), item, -1).ToBulkRow(index),
                    new AbsoluteAdjustment(3 + (transfer / 8 % 2), item, 1).ToBulkRow(index),
                };
            })];
            var pending = new Stack<BulkRow<AbsoluteAdjustment>[]>(rows.Length == 0 ? [] : [rows]);
            var seen = 0;
            var answers = 0;
            while (pending.TryPop(out var sent))
            {
                Assert.All(sent.GroupBy(row => row.Index), pair => Assert.Equal(2, pair.Count()));
                var step = BadRowIsolation<AbsoluteAdjustment>.Next(
                    sent,
                    names.Length == 0 ? Error() : names[answers++ % names.Length].ToError());
                Assert.All(step.Bad.GroupBy(row => row.Index), pair => Assert.Equal(2, pair.Count()));
                seen += step.Bad.Length;
                foreach (var next in step.Next)
                {
                    Assert.InRange(next.Length, 1, sent.Length - 1);
                    pending.Push(next);
                }
            }

            Assert.Equal(rows.Length, seen);
        });

    private static (int Requests, HashSet<long> Blamed, int Passed) Isolate(
        int rows,
        HashSet<long> bad,
        Func<BulkRow<AbsoluteAdjustment>[], BulkRow<AbsoluteAdjustment>[], ApiError> response) =>
        Isolate(Rows(rows, locations: 1), bad, response);

    /// <summary>Plays a server that refuses requests with bad rows.</summary>
    private static (int Requests, HashSet<long> Blamed, int Passed) Isolate(
        BulkRow<AbsoluteAdjustment>[] rows,
        HashSet<long> bad,
        Func<BulkRow<AbsoluteAdjustment>[], BulkRow<AbsoluteAdjustment>[], ApiError> response)
    {
        var pending = new Stack<BulkRow<AbsoluteAdjustment>[]>([rows]);
        var blamed = new HashSet<long>();
        var requests = 0;
        var passed = 0;
        while (pending.TryPop(out var sent))
        {
            requests++;
            var badNow = Array.FindAll(sent, row => bad.Contains(row.Index));
            if (badNow.Length == 0)
            {
                passed += sent.Length;
                continue;
            }

            var step = BadRowIsolation<AbsoluteAdjustment>.Next(sent, response(sent, badNow));
            Assert.All(step.Bad, row => Assert.True(bad.Contains(row.Index) && blamed.Add(row.Index)));
            Assert.Equal(sent.Length, step.Bad.Length + step.Next.Sum(next => next.Length));
            foreach (var next in step.Next)
            {
                pending.Push(next);
            }
        }

        return (requests, blamed, passed);
    }

    private static BulkRow<AbsoluteAdjustment>[] Rows(int count, int locations) =>
        [.. Enumerable.Range(0, count).Select(i => new AbsoluteAdjustment((i % locations) + 1, ItemKey.Variant(i + 1), 1).ToBulkRow(i))];

    private static HashSet<long> Choose(int rows, int count, int seed)
    {
        var indexes = Enumerable.Range(0, rows).Select(i => (long)i).ToArray();
        new Random(seed).Shuffle(indexes);
        return [.. indexes.Take(count)];
    }

    private static ApiError Parsed(string title)
    {
        var known = KnownReason.Find(title, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, "");
        return Error(known.Reason, known.Items, known.LocationIds) with { Title = title };
    }

    private static ApiError Error(
        ApiErrorReason reason = ApiErrorReason.Unknown,
        IReadOnlyList<ItemKey>? items = null,
        IReadOnlyList<long>? locations = null) =>
        new()
        {
            StatusCode = HttpStatusCode.UnprocessableEntity,
            Title = "Refused",
            Reason = reason,
            Items = items ?? [],
            LocationIds = locations ?? [],
        };

    /// <summary>A response that names items and locations. Some of them do not exist.</summary>
    public sealed record Named(byte Reason, byte[] Items, byte[] Locations)
    {
        internal ApiError ToError() => Error(
            (ApiErrorReason)(Reason % 8),
            [.. Items.Take(3).Select(item => ItemKey.Variant(1 + (item % 64)))],
            [.. Locations.Take(2).Select(location => 1L + (location % 5))]);
    }
}
