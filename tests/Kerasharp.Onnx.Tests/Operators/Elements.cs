using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>References for operators that work element by element, in plain loops.</summary>
internal static class Elements
{
    /// <summary>A function of one number, for operators that ONNX Runtime's CPU does not compute in float64.</summary>
    public static GradientCase Of(Func<Value, Value> function, Func<double, double> reference, ConstantTensor x) =>
        new(v => function(v[0]), x) { Reference = v => Array.ConvertAll(v[0], e => reference(e)) };

    /// <summary>A function of several numbers, with broadcasting.</summary>
    public static GradientCase Of(
        Func<Value[], Value> function,
        Func<double[], double> reference,
        params ConstantTensor[] x
    )
    {
        long[][] shapes = Array.ConvertAll(x, t => t.Shape.ToArray());
        return new(function, x) { Reference = v => Broadcast(reference, shapes, v) };
    }

    /// <summary>A function at each place of a shape that operands broadcast to.</summary>
    public static double[] Broadcast(Func<double[], double> function, long[][] shapes, double[][] operands)
    {
        var whole = new long[shapes.Max(s => s.Length)];
        Array.Fill(whole, 1);
        foreach (long[] shape in shapes)
            for (int i = 1; i <= shape.Length; i++)
                whole[^i] = Math.Max(whole[^i], shape[^i]);
        var result = new double[whole.Aggregate(1L, (product, d) => product * d)];
        for (int place = 0; place < result.Length; place++)
            result[place] = function(operands.Select((o, k) => o[Place(shapes[k], whole, place)]).ToArray());
        return result;
    }

    /// <summary>Where an operand has what stands at a place of the whole.</summary>
    private static long Place(long[] shape, long[] whole, long place)
    {
        long source = 0;
        long stride = 1;
        for (int i = 1; i <= whole.Length; i++)
        {
            long index = place % whole[^i];
            place /= whole[^i];
            if (i > shape.Length)
                continue;
            source += shape[^i] == 1 ? 0 : index * stride;
            stride *= shape[^i];
        }
        return source;
    }

    /// <summary>The elements that a function of constants has when it runs.</summary>
    public static ConstantTensor Run(Func<Value[], Value> function, params ConstantTensor[] x)
    {
        var graph = new Graph("elements");
        var values = x.Select((t, i) => graph.AddInput($"x{i}", t.Type, t.Shape)).ToArray();
        graph.AddOutput("y", function(values));
        return GraphRunner.Run(graph, Enumerable.Range(0, x.Length).ToDictionary(i => $"x{i}", i => x[i]))["y"];
    }
}
