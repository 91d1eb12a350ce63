using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>The lists that hold a request's rows.</summary>
public class RowListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(2000)]
    public void CopyOf_ArrayOrList_HasTheSameRows(int count)
    {
        int[] rows = [.. Enumerable.Range(0, count)];

        var copy = RowList<int>.CopyOf(rows);
        var copyOfList = RowList<int>.CopyOf(rows.ToList());
        var expected = (int[])rows.Clone();
        Array.Clear(rows);

        Assert.Equal(expected, copy);
        Assert.Equal(expected, Enumerable.Range(0, count).Select(i => copy[i]));
        Assert.Equal(Math.Min(count, 1000), copy.First.Length);
        Assert.True(copy.Equals(copyOfList));
        Assert.Equal(copy.GetHashCode(), copyOfList.GetHashCode());
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(5, 8)]
    [InlineData(512, 512)]
    [InlineData(513, 1000)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 2000)]
    public void Buffer_RowsAdded_GrowsOnlyTheFirstArrayInSteps(int count, int capacity) =>
        Assert.Equal(capacity, Buffer(count).Capacity);

    [Fact]
    public void Buffer_TakeOfTwoWholeArrays_DoesNotCopyThem()
    {
        var buffer = Buffer(4500);

        var request = Assert.IsType<RowList<int>>(buffer.Take(2000, 2000));

        Assert.Equal(Enumerable.Range(2000, 2000), request);
        Assert.True(Unsafe.AreSame(in request.First[0], in buffer[2000]));
        Assert.True(Unsafe.AreSame(in request.Rest[0], in buffer[3000]));
    }

    [Fact]
    public void Buffer_TakeFromTheMiddleOfAnArray_CopiesTheRows()
    {
        var buffer = Buffer(4500);

        var request = buffer.Take(500, 2000);
        buffer[500] = -1;

        Assert.Equal(Enumerable.Range(500, 2000), request);
    }

    [Fact]
    public void Buffer_RowsTakenAndRemoved_KeepsTheOthersInOrder()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var size = random.Next(3) == 0 ? 2000 : random.Next(1, 2001);
            var buffer = new RowBuffer<int>();
            var next = 0;
            var taken = new List<int>();
            for (var round = 0; round < 5; round++)
            {
                for (var added = random.Next(4500); added > 0; added--)
                {
                    buffer.Add(next++);
                }

                var requests = buffer.Count / size;
                List<ValueList<int>> lists = [.. Enumerable.Range(0, requests).Select(request => buffer.Take(request * size, size))];
                buffer.RemoveFirst(requests * size);
                for (var i = 0; i < buffer.Count; i++)
                {
                    // Rows that were taken are not changed with the buffer.
                    buffer[i] = buffer[i];
                    Assert.Equal((requests * size) + taken.Count + i, buffer[i]);
                }

                Assert.All(lists, list => Assert.Equal(size, list.Count));
                taken.AddRange(lists.SelectMany(list => list));
                Assert.Equal(next, taken.Count + buffer.Count);
                Assert.InRange(buffer.Capacity, buffer.Count, buffer.Count + 1000);
            }

            Assert.Equal(Enumerable.Range(0, taken.Count), taken);
            Assert.Equal(buffer.Count, buffer.RemoveAll((_, _) => true));
            Assert.Equal((0, 0), (buffer.Count, buffer.Capacity));
        }
    }

    private static RowBuffer<int> Buffer(int count)
    {
        var buffer = new RowBuffer<int>();
        for (var i = 0; i < count; i++)
        {
            buffer.Add(i);
        }

        return buffer;
    }
}
