using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Passes;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// Files with something changed at random: they are read or refused, and nothing else happens. KERASHARP_TEST_ROUNDS says how many,
/// KERASHARP_TEST_SEED replays one.
/// </summary>
public sealed class BrokenFilesTests(ITestOutputHelper output)
{
    /// <summary>What reading, writing and the passes may allocate at most for each byte of a file, and beside.</summary>
    private const long BytesPerByte = 500;
    private const long BytesBeside = 1_000_000;

    [Fact]
    public void Broken_files_are_refused_and_nothing_else_happens()
    {
        var sources = Sources();
        int refused = 0;
        int read = 0;
        foreach (int seed in GradientCases.Seeds(6000))
        {
            var draw = new Draw(seed);
            byte[] broken = Break(draw, draw.Of(sources));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Use(broken);
                read++;
            }
            catch (GraphException)
            {
                refused++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Failed with KERASHARP_TEST_SEED={seed}: {error}", error);
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= BytesBeside + BytesPerByte * broken.Length,
                $"With KERASHARP_TEST_SEED={seed}, {broken.Length} bytes took {allocated} bytes of memory."
            );
        }
        output.WriteLine($"{read} read, {refused} refused, of {sources.Length} models");
        Assert.True(refused > read / 2 && read > 0, "Most changes should matter, and some should not.");
    }

    private static void Use(byte[] bytes)
    {
        var graph = ModelReader.FromBytes(bytes);
        _ = graph.ToString();
        TypeCheck.Verify(graph);
        foreach (int opset in new[] { 17, 18, 21 })
            Attempt(() => ModelWriter.ToBytes(graph, opset));
        GraphCopy.Of(graph);
        Simplify.Run(graph);
        AxisOrder.Run(graph);
        PoolFirst.Run(graph);
        CommonSubexpressions.Run(graph);
        _ = graph.ToString();
    }

    private static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (GraphException)
        {
            // An opset may lack what another has.
        }
    }

    /// <summary>Models that are written here, and where they are at hand those of ONNX's own tests whose operators are known.</summary>
    private static byte[][] Sources()
    {
        var sources = new List<byte[]>();
        foreach (var entry in GradientCatalog.All.Values)
        {
            var draw = entry.Draw(0);
            sources.Add(ModelWriter.ToBytes(GradientCheck.Build(entry.Make(draw), draw).Graph));
        }
        sources.Add(ModelWriter.ToBytes(new RandomGraph(1, symbolic: true).Graph));
        if (NodeTest.AreThere)
            sources.AddRange(
                NodeTest
                    .Readable()
                    .Where(t => t.Bytes.Length < 20_000 && NodeTestRun.UnknownOperators(t.Model().Graph).Length == 0)
                    .Select(t => t.Bytes)
            );
        return [.. sources];
    }

    private static byte[] Break(Draw draw, byte[] bytes)
    {
        if (draw.Chance(0.6) && WireField.Read(bytes) is { } fields)
        {
            for (int changes = draw.Of(1, 1, 2, 4); changes > 0; changes--)
                WireField.Change(fields, draw);
            return WireField.Write(fields);
        }
        byte[] broken = [.. bytes];
        switch (draw.Int(0, 3))
        {
            case 0:
                return broken[..draw.Int(0, broken.Length - 1)];
            case 1:
                broken[draw.Int(0, broken.Length - 1)] ^= (byte)(1 << draw.Int(0, 7));
                return broken;
            case 2:
                for (int i = 0; i < 3; i++)
                    broken[draw.Int(0, broken.Length - 1)] = (byte)draw.Of(0, 1, 2, 127, 128, 255);
                return broken;
            default:
                int at = draw.Int(0, broken.Length - 1);
                int length = draw.Int(1, Math.Min(20, broken.Length - at));
                return [.. broken[..at], .. broken[(at + length)..], .. broken[at..(at + length)]];
        }
    }
}
