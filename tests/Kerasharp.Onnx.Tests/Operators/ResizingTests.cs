using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ResizingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "resize to the nearest", d => Case(ResizeDraw.Of(d, "nearest"), d) },
            { "resize linearly", d => Case(ResizeDraw.Of(d, "linear"), d), true },
            { "resize by cubic curves", d => Case(ResizeDraw.Of(d, "cubic"), d), true },
            { "resize without aliases", d => Case(ResizeDraw.Of(d, "linear", "half_pixel", antialias: true), d) },
            { "resize by cubic curves without aliases", d => Case(ResizeDraw.Of(d, "cubic", "half_pixel", true), d) },
            { "resize within bounds", d => Case(ResizeDraw.Of(d, d.Of("nearest", "linear"), bounded: true), d) },
            {
                "resize symmetrically",
                d => Case(ResizeDraw.Of(d, d.Of("nearest", "linear"), "half_pixel_symmetric"), d)
            },
            {
                "resize a region",
                d => Case(ResizeDraw.Of(d, d.Of("nearest", "linear", "cubic"), "tf_crop_and_resize"), d)
            },
            { "repeat elements", Repeat },
        };

    public static TheoryData<string> Names => [.. Cases.Select(entry => entry.Name)];

    /// <summary>What older opsets and other element types get is the same as what the runtime's kernel gives.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Products_by_matrices_give_what_the_specification_says(string name)
    {
        var entry = Cases.Single(e => e.Name == name);
        for (int seed = 0; seed < 100; seed++)
        {
            var draw = entry.Draw(seed);
            var @case = entry.Make(draw);
            var x = @case.Inputs[0];
            var graph = new Graph();
            graph.AddOutput("y", @case.Function([graph.AddInput("x", ElementType.Float64, x.Shape)]));

            double[] came = GraphRunner
                .Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x })["y"]
                .ToDoubles();

            double[] expected = @case.Reference!([x.ToDoubles()]);
            Assert.Equal(expected, came, (a, b) => Math.Abs(a - b) < 1e-6 * (1 + Math.Abs(a)));
        }
    }

    private static GradientCase Case(ResizeDraw resize, Draw d) =>
        new(x => resize.Build(x[0] * x[0]), d.Normal(resize.Dims))
        {
            Reference = x => resize.Reference.Run(Array.ConvertAll(x[0], e => e * e)),
        };

    private static GradientCase Repeat(Draw d)
    {
        long[] dims = d.Dims(1, 4);
        long[] times = Array.ConvertAll(dims, _ => (long)d.Int(1, 3));
        string coordinates = d.Of("asymmetric", "half_pixel");
        string rounding = coordinates == "asymmetric" ? "floor" : "round_prefer_floor";
        return new(
            x => Op.Resize(x[0], Array.ConvertAll(times, t => (double)t), coordinates: coordinates, rounding: rounding),
            d.Normal(dims)
        )
        {
            Reference = x =>
            {
                var y = new List<double>();
                Take(0, 0);
                return [.. y];

                void Take(int axis, long place)
                {
                    if (axis == dims.Length)
                        y.Add(x[0][place]);
                    else
                        for (long i = 0; i < dims[axis] * times[axis]; i++)
                            Take(axis + 1, place * dims[axis] + i / times[axis]);
                }
            },
        };
    }
}
