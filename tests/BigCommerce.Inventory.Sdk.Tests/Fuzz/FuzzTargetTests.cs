using BigCommerce.Inventory.Fuzz;
using BigCommerce.Inventory.Tests.Conventions;
using FsCheck;

namespace BigCommerce.Inventory.Tests.Fuzz;

/// <summary>The inputs that the fuzzer found to reach different code, and changed ones.</summary>
public class FuzzTargetTests
{
    private static readonly Dictionary<string, byte[][]> Inputs = FuzzTarget.All.ToDictionary(
        target => target.Name,
        target => Corpus.Read(
            Path.Combine(Repository.Root, "tests", "BigCommerce.Inventory.Sdk.Fuzz", "Corpus", $"{target.Name}.txt")).ToArray());

    public enum Edit
    {
        Replace,
        Insert,
        Remove,
        Repeat,
        Truncate,
    }

    public static TheoryData<string> Targets => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Run_StoredInputs_KeepTheRules(string target)
    {
        var run = FuzzTarget.Named(target).Run;

        Assert.NotEmpty(Inputs[target]);
        Assert.All(Inputs[target], run);
    }

    [Theory]
    [InlineData("pages", 2_000)]
    [InlineData("errors", 2_000)]
    [InlineData("headers", 2_000)]
    [InlineData("webhooks", 2_000)]
    [InlineData("journals", 100)]
    public void Run_ChangedInput_KeepsTheRules(string target, int cases) => PropertyTest.Run(
        (DoNotSize<uint> input, Change[] changes) =>
        {
            var bytes = Inputs[target][input.Item % Inputs[target].Length].ToList();
            foreach (var change in changes.Take(4))
            {
                change.Apply(bytes);
            }

            FuzzTarget.Named(target).Run([.. bytes]);
        },
        cases);

    public sealed record Change(DoNotSize<uint> Position, Edit Edit, byte Value)
    {
        public void Apply(List<byte> bytes)
        {
            var at = (int)(Position.Item % (uint)(bytes.Count + 1));
            var length = Math.Min(bytes.Count - at, Value % 16);
            switch (Edit)
            {
                case Edit.Replace when at < bytes.Count:
                    bytes[at] = Value;
                    break;
                case Edit.Insert:
                    bytes.Insert(at, "{}[],:\"\\ -0e.tfn\n/"u8[Value % 18]);
                    break;
                case Edit.Remove:
                    bytes.RemoveRange(at, length);
                    break;
                case Edit.Repeat:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case Edit.Truncate when Value < 32:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }
    }
}
