using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// Graphs of many nodes: a deep one, a wide one, and one in which every value is read several times. What is done with a graph takes
/// memory in proportion to it, and no recursion; were it to grow with the square, twice the graph would take four times as much.
/// </summary>
public sealed class LargeGraphTests(ITestOutputHelper output)
{
    private const int Small = 2000;
    private const int Large = 8000;

    public static TheoryData<string> Kinds => [.. Builders.Keys];

    private static Dictionary<string, Func<int, (Value Loss, Value[] By)>> Builders { get; } =
        new()
        {
            ["deep"] = Deep,
            ["deep, of products"] = Products,
            ["deep, of shapes"] = Reshapes,
            ["wide"] = Wide,
            ["wide, joined at once"] = Joined,
            ["shared"] = Shared,
            ["shared by all"] = SharedByAll,
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Takes_memory_in_proportion_to_the_graph(string kind)
    {
        Steps(kind, 200);
        var small = Steps(kind, Small);
        var large = Steps(kind, Large);

        foreach (var (step, (bytes, time)) in large)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{step}: {small[step].Time.TotalMilliseconds:0} ms, {time.TotalMilliseconds:0} ms; {small[step].Bytes:N0} bytes, {bytes:N0}"
                )
            );
        }
        foreach (var (step, (bytes, time)) in large)
        {
            double ratio = (double)bytes / small[step].Bytes;
            Assert.True(ratio < 1.5 * Large / Small, $"'{step}' took {ratio:0.0} times as much memory.");
            Assert.True(time < TimeSpan.FromSeconds(20), $"'{step}' took {time.TotalSeconds:0} s.");
        }
    }

    [Fact]
    public void The_gradient_of_a_composition_looks_no_further_than_the_inputs()
    {
        var graph = new Graph("composed");
        var x = graph.AddInput("x", ElementType.Float32, [4]);
        var y = x;
        var allocated = new List<long>();
        for (int i = 0; i < Small; i++)
        {
            y = Op.Gather(x, Op.Cast(y, ElementType.Int64));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var gradients = ReverseSweep.Through(y.Producer!, n => [Op.Gather(n.Input(0), n.Input(1))], [y.Like(1)]);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(x.Shape, gradients[0]!.Shape);
            Assert.Null(gradients[1]);
        }

        Assert.InRange(allocated[^50..].Average(), 0, 2 * allocated[50..100].Average());
    }

    private static Dictionary<string, (long Bytes, TimeSpan Time)> Steps(string kind, int nodes)
    {
        var steps = new Dictionary<string, (long, TimeSpan)>();
        Exception? failure = null;
        // A thread of little stack would not bear a call for each node.
        var thread = new Thread(() => failure = Record.Exception(Run), 256 * 1024);
        thread.Start();
        thread.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return steps;

        void Run()
        {
            var (loss, by) = Measure("build", () => Builders[kind](nodes));
            var graph = loss.Graph;
            graph.AddOutput("loss", loss);
            var gradients = Measure("differentiate", () => ReverseSweep.Gradients(loss, by));
            for (int i = 0; i < gradients.Count; i++)
                graph.AddOutput($"gradient{i}", gradients[i]!);
            Assert.True(Measure("sort", () => graph.Sort()).Count >= nodes);
            Measure("check", () => Done(() => TypeCheck.Verify(graph)));
            var copy = Measure("copy", () => GraphCopy.Of(graph));
            Measure("print", () => graph.ToString());
            byte[] bytes = Measure("write", () => ModelWriter.ToBytes(graph));
            Measure("write opset 17", () => ModelWriter.ToBytes(graph, 17));
            Measure("read", () => ModelReader.FromBytes(bytes));
            Measure("simplify", () => Done(() => Simplify.Run(copy)));
            Measure("order axes", () => Done(() => AxisOrder.Run(copy)));
            Measure("pool first", () => Done(() => PoolFirst.Run(copy)));
            Measure("compute once", () => Done(() => CommonSubexpressions.Run(copy)));
            Measure("decompose", () => Done(() => Decompose.Run(copy, _ => false)));
        }

        T Measure<T>(string name, Func<T> step)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            var result = step();
            steps[name] = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(start));
            return result;
        }

        static bool Done(Action step)
        {
            step();
            return true;
        }
    }

    private static (Value, Value[]) Deep(int nodes)
    {
        var graph = new Graph("deep");
        var x = graph.AddInput("x", ElementType.Float32, [4, 3]);
        var w = graph.AddInput("w", ElementType.Float32, [3]);
        var y = x;
        for (int i = 0; i < nodes; i += 4)
            y = Op.Tanh(Op.Relu(y * w + x));
        return (Op.ReduceSum(y), [x, w]);
    }

    private static (Value, Value[]) Products(int nodes)
    {
        var graph = new Graph("products");
        var x = graph.AddInput("x", ElementType.Float32, [4, 3]);
        var w = graph.AddInput("w", ElementType.Float32, [3, 3]);
        var y = x;
        for (int i = 0; i < nodes; i += 2)
            y = Op.Softmax(Op.MatMul(y, w));
        return (Op.ReduceSum(y), [x, w]);
    }

    private static (Value, Value[]) Reshapes(int nodes)
    {
        var graph = new Graph("shapes");
        var x = graph.AddInput("x", ElementType.Float32, [4, 3]);
        var y = x;
        for (int i = 0; i < nodes; i += 3)
            y = Op.Reshape(Op.Tanh(Op.Transpose(y, 1, 0)), 4, 3);
        return (Op.ReduceSum(y), [x]);
    }

    private static (Value, Value[]) Wide(int nodes)
    {
        var graph = new Graph("wide");
        Value[] x = [.. Enumerable.Range(0, nodes / 2).Select(i => graph.AddInput($"x{i}", ElementType.Float32, [2]))];
        var sum = Op.Exp(x[0]);
        foreach (var input in x[1..])
            sum += Op.Exp(input);
        return (Op.ReduceSum(sum), x);
    }

    private static (Value, Value[]) Joined(int nodes)
    {
        var graph = new Graph("joined");
        Value[] x = [.. Enumerable.Range(0, nodes).Select(i => graph.AddInput($"x{i}", ElementType.Float32, [2]))];
        var all = graph.Emit("Max", Array.ConvertAll(x, v => (Value?)Op.Exp(v)));
        return (Op.ReduceSum(all + Op.ReduceSum(Op.Concat(Array.ConvertAll(x, Op.Tanh), 0))), x);
    }

    private static (Value, Value[]) Shared(int nodes)
    {
        var graph = new Graph("shared");
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        Value a = x,
            b = Op.Tanh(x);
        for (int i = 0; i < nodes; i += 2)
            (a, b) = (b, Op.Tanh(a + b));
        return (Op.ReduceSum(b), [x]);
    }

    private static (Value, Value[]) SharedByAll(int nodes)
    {
        var graph = new Graph("shared by all");
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
        var w = graph.AddInput("w", ElementType.Float32, [3]);
        var shared = Op.Exp(x);
        var parts = new List<Value>();
        for (int i = 0; i < nodes; i += 2)
            parts.Add(shared * (w * i));
        return (Op.ReduceSum(Op.Concat(parts.ToArray(), 0)), [x, w]);
    }
}
