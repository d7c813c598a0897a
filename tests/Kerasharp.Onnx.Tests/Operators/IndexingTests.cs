using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class IndexingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "gather",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    var indices = d.Indices(
                        (int)dims[axis < 0 ? axis + dims.Length : axis],
                        d.Dims(0, 2, 4),
                        fromEnd: true
                    );
                    return new(x => Op.Gather(x[0] * x[0], x[1], axis), d.Normal(dims), indices);
                },
                true
            },
            {
                "gather's gradient",
                d =>
                {
                    int rows = d.Int(1, 4);
                    long size = d.Int(1, 3);
                    long taken = d.Int(1, 5);
                    var indices = d.Indices(rows, [taken], fromEnd: true);
                    return new(
                        x =>
                            x[0]
                                .Graph.Add(
                                    OperatorTable.KernelDomain,
                                    "GatherGradient",
                                    [x[0] * x[0], x[1]],
                                    new Attributes { { "rows", rows } }
                                )
                                .Output,
                        d.Normal(taken, size),
                        indices
                    )
                    {
                        Reference = x =>
                        {
                            double[] sums = new double[rows * size];
                            for (int i = 0; i < taken * size; i++)
                                sums[((int)indices.ToInt64s()[i / size] + rows) % rows * size + i % size] +=
                                    x[0][i] * x[0][i];
                            return sums;
                        },
                    };
                },
                true
            },
            {
                "gather by int32",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    var indices = d.Indices((int)dims[0], d.Dims(0, 2, 4));
                    return new(x => Op.Gather(x[0], Op.Cast(x[1], ElementType.Int32)), d.Normal(dims), indices);
                }
            },
            {
                "gather elements",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(0, dims.Length - 1);
                    long[] taken = Array.ConvertAll(dims, size => (long)d.Int(1, (int)size));
                    taken[axis] = d.Int(1, 5);
                    int named = d.Chance() ? axis : axis - dims.Length;
                    return new(
                        x => Op.GatherElements(x[0] * x[0], x[1], named),
                        d.Normal(dims),
                        d.Indices((int)dims[axis], taken, fromEnd: true)
                    );
                },
                true
            },
            {
                "gather by rows of indices",
                d =>
                {
                    var (dims, indices, batch) = Rows(d);
                    return new(x => Op.GatherND(x[0] * x[0], x[1], batch), d.Normal(dims), indices);
                },
                true
            },
            {
                "gather by fixed indices",
                d =>
                {
                    long[] dims = d.Dims(2, 3);
                    var indices = d.Indices((int)dims[1], [2, 2], fromEnd: d.Chance());
                    return new(x => Op.Gather(x[0], x[0].Graph.Constant(indices), 1) * 2, d.Normal(dims));
                }
            },
            {
                "gather from nothing",
                d =>
                    new(
                        x => Op.Concat([Op.Gather(x[0], x[1], 1), x[2]], 0),
                        d.Normal(0, 2),
                        ConstantTensor.Vector<long>(0, -1, 1),
                        d.Normal(2, 3)
                    )
            },
        };

    [Fact]
    public void Elements_are_taken_where_the_indices_say()
    {
        foreach (int seed in GradientCases.Seeds())
        {
            var d = new Draw(seed);
            long[] dims = d.Dims(1, 3);
            int axis = d.Int(0, dims.Length - 1);
            long[] taken = Places.With(Array.ConvertAll(dims, size => (long)d.Int(1, (int)size)), axis, d.Int(0, 5));
            var x = d.Normal(dims);
            var indices = d.Indices((int)dims[axis], taken, fromEnd: true);

            var came = GraphRunner.Of(v => Op.GatherElements(v[0], v[1], axis), [x, indices]);

            Assert.Equal(taken, came.Shape.ToArray());
            Assert.Equal(
                Places.Take(
                    x.ToDoubles(),
                    dims,
                    taken,
                    p => Places.With(p, axis, Place(indices.ToInt64s()[Places.Flat(p, taken)], dims[axis]))
                ),
                came.ToDoubles()
            );
        }
    }

    [Fact]
    public void Entries_are_taken_by_rows_of_indices()
    {
        foreach (int seed in GradientCases.Seeds(40))
        {
            var d = new Draw(seed);
            var (dims, indices, batch) = Rows(d);
            var x = d.Normal(dims);
            long[] from = indices.Shape.ToArray();
            int depth = (int)from[^1];
            long[] taken = [.. from[..^1], .. dims[(batch + depth)..]];

            var came = GraphRunner.Of(v => Op.GatherND(v[0], v[1], batch), [x, indices]);

            Assert.Equal(taken, came.Shape.ToArray());
            Assert.Equal(Places.Take(x.ToDoubles(), dims, taken, Origin), came.ToDoubles());

            long[] Origin(long[] p)
            {
                long[] row = p[..(from.Length - 1)];
                var named = Enumerable
                    .Range(0, depth)
                    .Select(k => Place(indices.ToInt64s()[Places.Flat([.. row, k], from)], dims[batch + k]));
                return [.. p[..batch], .. named, .. p[(from.Length - 1)..]];
            }
        }
    }

    [Fact]
    public void What_is_taken_several_times_gets_the_sum()
    {
        var x = ConstantTensor.Of<double>([1, 2, 3, 4], 2, 2);
        var indices = ConstantTensor.Of<long>([0, 1, -2, -1, 1, 1], 3, 2);

        Assert.Equal([0, 2, 0, 1], Gradient(v => Op.GatherND(v[0], v[1]), indices));
        Assert.Equal([0, 2, 0, 2], Gradient(v => Op.Gather(v[0], v[1], 1), ConstantTensor.Vector<long>(1, -1)));
        Assert.Equal(
            [0, 0, 3, 0],
            Gradient(v => Op.GatherElements(v[0], v[1], 0), ConstantTensor.Of<long>([1, 1, -1], 3, 1))
        );

        double[] Gradient(Func<Value[], Value> taking, ConstantTensor places) =>
            GradientCheck.Of(v => taking([v[0], v[0].Graph.Constant(places)]), x)[0];
    }

    private static long Place(long index, long size) => index < 0 ? index + size : index;

    /// <summary>A shape, rows of indices that name some of its axes, and how many first axes the two have in common.</summary>
    private static (long[] Dims, ConstantTensor Indices, int Batch) Rows(Draw d)
    {
        long[] dims = d.Dims(1, 4);
        int batch = d.Int(0, Math.Min(2, dims.Length - 1));
        int depth = d.Int(1, dims.Length - batch);
        long[] rows = [.. dims[..batch], .. d.Dims(0, 2, 4)];
        long[] numbers =
        [
            .. Places
                .Of([.. rows, depth])
                .Select(p => (long)d.Int(-(int)dims[batch + p[^1]], (int)dims[batch + p[^1]] - 1)),
        ];
        return (dims, ConstantTensor.Of<long>(numbers, [.. rows, depth]), batch);
    }
}
