using System.Diagnostics;
using System.Globalization;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Benchmarks;

/// <summary>
/// Differentiates graphs of many nodes, deep, wide, and of values that are read several times, and prints a line of JSON for each: the
/// median of five timings in milliseconds. They grow in proportion to the graph.
/// </summary>
internal static class Differentiation
{
    /// <summary>The name by which it is asked for.</summary>
    public const string Name = "differentiate";

    private static readonly (string Name, Func<int, (Value Loss, Value[] By)> Build)[] Kinds =
    [
        ("deep", Deep),
        ("wide", Wide),
        ("shared", Shared),
    ];

    public static void Run()
    {
        foreach (var (name, build) in Kinds)
        {
            Time(build, 1000);
            foreach (int nodes in new[] { 5_000, 10_000, 20_000 })
            {
                var times = Enumerable.Range(0, 5).Select(_ => Time(build, nodes)).Order().ToArray();
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{{\"peer\": \"kerasharp\", \"workload\": \"{Name}-{name}\", \"nodes\": {nodes}, \"ms\": {times[2]:0.0}, \"min\": {times[0]:0.0}}}"
                    )
                );
            }
        }
    }

    private static double Time(Func<int, (Value Loss, Value[] By)> build, int nodes)
    {
        var (loss, by) = build(nodes);
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        ReverseSweep.Gradients(loss, by);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static (Value, Value[]) Deep(int nodes)
    {
        var graph = new Graph("deep");
        var x = graph.AddInput("x", ElementType.Float32, [32, 16]);
        var w = graph.AddInput("w", ElementType.Float32, [16, 16]);
        var y = x;
        for (int i = 0; i < nodes; i += 3)
            y = Op.Tanh(Op.MatMul(y, w) + x);
        return (Op.ReduceSum(y), [x, w]);
    }

    private static (Value, Value[]) Wide(int nodes)
    {
        var graph = new Graph("wide");
        var x = new Value[nodes / 2];
        for (int i = 0; i < x.Length; i++)
            x[i] = graph.AddInput($"x{i}", ElementType.Float32, [16]);
        var sum = Op.Exp(x[0]);
        for (int i = 1; i < x.Length; i++)
            sum += Op.Exp(x[i]);
        return (Op.ReduceSum(sum), x);
    }

    /// <summary>Each value is read by the next two, so the ways through the graph are countless.</summary>
    private static (Value, Value[]) Shared(int nodes)
    {
        var graph = new Graph("shared");
        var x = graph.AddInput("x", ElementType.Float32, [16]);
        Value a = x;
        var b = Op.Tanh(x);
        for (int i = 0; i < nodes; i += 2)
            (a, b) = (b, Op.Tanh(a + b));
        return (Op.ReduceSum(b), [x]);
    }
}
