using BigCommerce.Inventory.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["fuzz", var target]:
        // The fuzzer writes each input to standard input.
        Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            FuzzTarget.Named(target).Run(input.ToArray());
        });
        return 0;

    case ["replay", var target, .. var files]:
        foreach (var file in files)
        {
            Console.WriteLine(file);
            FuzzTarget.Named(target).Run(File.ReadAllBytes(file));
        }

        return 0;

    case ["unpack", var corpus, var folder]:
        Directory.CreateDirectory(folder);
        foreach (var (index, input) in Corpus.Read(corpus).Index())
        {
            File.WriteAllBytes(Path.Combine(folder, $"{index:d4}"), input);
        }

        return 0;

    case ["pack", var folder, var corpus]:
        Corpus.Write(corpus, Directory.GetFiles(folder).Select(File.ReadAllBytes));
        return 0;

    default:
        Console.Error.WriteLine("fuzz TARGET | replay TARGET FILE… | unpack CORPUS FOLDER | pack FOLDER CORPUS");
        return 2;
}
