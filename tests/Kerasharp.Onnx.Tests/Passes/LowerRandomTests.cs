using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Randomness;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Random operators as draws of ours: against the generator's numbers and plain formulas.</summary>
public sealed class LowerRandomTests
{
    [Fact]
    public void Uniform_numbers_are_the_generators_put_between_the_bounds()
    {
        double[] came = Draws.Of(g => Op.RandomUniform(g, [3, 50], -2, 5), 11, 4, firstSite: 6).ToDoubles();

        Assert.Equal(Numbers(11, 4, 6, 150).Select(u => u * 7.0 - 2), came, Near(1e-6));
    }

    [Fact]
    public void Uniform_float64_has_more_digits()
    {
        double[] came = Draws
            .Of(g => Op.RandomUniform(g, [150], type: ElementType.Float64), 11, 4, firstSite: 6)
            .ToDoubles();

        double[] fine = Numbers(11, 4, 7, 150);
        Assert.Equal(Numbers(11, 4, 6, 150).Zip(fine, (upper, lower) => upper + lower / (1 << 24)), came);
    }

    [Theory]
    [InlineData(ElementType.Float16, 11)]
    [InlineData(ElementType.BFloat16, 8)]
    public void Narrow_types_are_rounded_down(ElementType type, int bits)
    {
        double[] came = Draws.Of(g => Op.RandomUniform(g, [20000], type: type), 11, 4, firstSite: 6).ToDoubles();

        double scale = 1 << bits;
        Assert.Equal(Numbers(11, 4, 6, 20000).Select(u => Math.Floor(u * scale) / scale), came);
        Assert.Equal((scale - 1) / scale, came.Max());
    }

    [Fact]
    public void Normal_numbers_follow_from_two_uniform_ones()
    {
        double[] came = Draws.Of(g => Op.RandomNormal(g, [4, 40], 3, 0.5), 11, 4, firstSite: 6).ToDoubles();

        var expected = Numbers(11, 4, 6, 160).Zip(Numbers(11, 4, 7, 160), Normal).Select(z => z * 0.5 + 3);
        Assert.Equal(expected, came, Near(1e-5));
    }

    [Fact]
    public void Normal_float64_is_as_exact_as_its_type()
    {
        double[] came = Draws.Of(g => Op.RandomNormal(g, [160], type: ElementType.Float64), 11, 4).ToDoubles();

        var expected = Fine(0).Zip(Fine(2), Normal);
        Assert.Equal(expected, came, Near(1e-14));

        double[] Fine(long site) =>
            Numbers(11, 4, site, 160).Zip(Numbers(11, 4, site + 1, 160), (a, b) => a + b / (1 << 24)).ToArray();
    }

    [Fact]
    public void The_shape_of_a_value_is_taken_and_its_type_unless_another_is_given()
    {
        using var draws = new Draws(g =>
        {
            var x = g.AddInput("x", ElementType.Int32, [2, 3]);
            var half = Op.Cast(x, ElementType.Float16);
            return [Op.RandomNormalLike(half), Op.RandomUniformLike(x, type: ElementType.Float64)];
        });
        var came = draws.At(1, 0, ("x", ConstantTensor.Filled(0, ElementType.Int32, [2, 3])));

        Assert.Equal((ElementType.Float16, Shape.Of(2, 3)), (came[0].Type, came[0].Shape));
        Assert.Equal((ElementType.Float64, Shape.Of(2, 3)), (came[1].Type, came[1].Shape));
        Assert.Equal(4, draws.NextSite);
    }

    [Fact]
    public void A_shape_that_only_running_tells_is_drawn_too()
    {
        using var draws = new Draws(g =>
        {
            var n = g.AddInput("n", ElementType.Int64, [2]);
            var x = g.Emit("Expand", g.Scalar(0, ElementType.Float32), n);
            return [Op.RandomUniformLike(x)];
        });

        var came = draws.At(5, 2, ("n", ConstantTensor.Vector<long>(4, 7)))[0];

        Assert.Equal(Shape.Of(4, 7), came.Shape);
        Assert.Equal(Numbers(5, 2, 0, 28), came.ToDoubles());
    }

    [Fact]
    public void Bernoulli_is_one_where_the_uniform_number_is_below()
    {
        double[] p = Enumerable.Range(0, 101).Select(i => i / 100.0).ToArray();
        double[] came = Draws
            .Of(
                g =>
                    Op.Bernoulli(
                        g.Constant(ConstantTensor.Vector<float>([.. p.Select(x => (float)x)])),
                        ElementType.Int64
                    ),
                3,
                9
            )
            .ToDoubles();

        Assert.Equal(Numbers(3, 9, 0, 101).Zip(p, (u, x) => u < (float)x ? 1.0 : 0), came);
    }

    [Fact]
    public void Bernoulli_is_certain_of_zero_and_of_one()
    {
        float[] p = Enumerable.Range(0, 200000).Select(i => (float)(i % 2)).ToArray();

        double[] came = Draws.Of(g => Op.Bernoulli(g.Constant(ConstantTensor.Vector<float>(p)))).ToDoubles();

        Assert.Equal(p.Select(x => (double)x), came);
    }

    [Fact]
    public void Multinomial_finds_the_part_in_the_running_sums()
    {
        float[] logits = [0.5f, -1, 2, 0.1f, 0, 0, 0, 0];
        double[] came = Draws
            .Of(g => Op.Multinomial(g.Constant(ConstantTensor.Of<float>(logits, 2, 4)), 50, ElementType.Int64), 3, 9)
            .ToDoubles();

        double[] u = Numbers(3, 9, 0, 100);
        for (int i = 0; i < came.Length; i++)
        {
            double[] weights = logits[(i / 50 * 4)..(i / 50 * 4 + 4)].Select(x => Math.Exp(x)).ToArray();
            double sum = 0;
            int drawn = 0;
            while ((sum += weights[drawn] / weights.Sum()) <= u[i])
                drawn++;
            Assert.Equal(drawn, came[i]);
        }
    }

    [Fact]
    public void Multinomial_never_draws_what_is_impossible()
    {
        const float never = float.NegativeInfinity;
        float[] logits = [never, 0, never, 0, 3, never, never];

        var came = Draws.Of(g => Op.Multinomial(g.Constant(ConstantTensor.Of<float>(logits, 1, 7)), 1_000_000));

        Assert.Equal([1.0, 3, 4], came.ToDoubles().Distinct().Order());
    }

    [Fact]
    public void Dropout_drops_by_the_uniform_numbers_and_says_where()
    {
        using var draws = new Draws(g =>
        {
            var x = g.AddInput("x", ElementType.Float64, [200]);
            return Op.Dropout(x, x.Like(0.2), g.AddInput("on", ElementType.Bool, []));
        });
        double[] x = Enumerable.Range(0, 200).Select(i => i - 99.5).ToArray();
        var dropped = At(true);
        var whole = At(false);

        double[] kept = Numbers(8, 3, 0, 200).Select(u => u >= 0.2f ? 1.0 : 0).ToArray();
        Assert.Equal(kept, dropped[1].ToDoubles());
        Assert.Equal(x.Zip(kept, (e, k) => e * k / 0.8), dropped[0].ToDoubles(), Near(1e-14));
        Assert.Equal(x, whole[0].ToDoubles());
        Assert.All(whole[1].ToDoubles(), k => Assert.Equal(1, k));

        ConstantTensor[] At(bool on) =>
            draws.At(
                8,
                3,
                ("x", ConstantTensor.Vector<double>(x)),
                ("on", ConstantTensor.Scalar(on ? 1 : 0, ElementType.Bool))
            );
    }

    [Fact]
    public void Dropout_that_is_off_stays()
    {
        var graph = new Graph("off");
        var x = graph.AddInput("x", ElementType.Float32, [3]);
        graph.AddOutput("kept", Op.Dropout(x, null, graph.Scalar(0, ElementType.Bool))[1]);
        graph.AddOutput("also", Op.Dropout(x)[1]);

        Assert.False(LowerRandom.Needed(graph));
    }

    [Fact]
    public void Every_node_and_every_step_draws_by_itself()
    {
        using var draws = new Draws(g =>
            [Op.RandomUniform(g, [64]), Op.RandomUniform(g, [64]), Op.RandomUniformLike(Op.RandomNormal(g, [64]))]
        );
        // A normal number takes two uniform ones.
        Assert.Equal(5, draws.NextSite);
        double[][] numbers = [.. Of(1, 0), .. Of(1, 1), .. Of(2, 0), .. Of(2, 1)];

        Assert.Equal(numbers.Sum(n => n.Length), numbers.SelectMany(n => n).Distinct().Count());
        Assert.Equal(numbers[..3], Of(1, 0));

        double[][] Of(long seed, long step) => Array.ConvertAll(draws.At(seed, step), t => t.ToDoubles());
    }

    [Fact]
    public void A_node_with_a_seed_has_numbers_of_its_own()
    {
        double[] Seeded(long modelSeed, long step, double seed, long firstSite) =>
            Draws.Of(g => Op.RandomNormal(g, [64], seed: seed), modelSeed, step, firstSite).ToDoubles();

        Assert.Equal(Seeded(1, 5, 0.5, 0), Seeded(2, 5, 0.5, 9));
        Assert.NotEqual(Seeded(1, 5, 0.5, 0), Seeded(1, 6, 0.5, 0));
        Assert.NotEqual(Seeded(1, 5, 0.5, 0), Seeded(1, 5, 0.25, 0));

        // It takes no site of the model's, so what stands behind it draws as if it were not there.
        using var draws = new Draws(
            g =>
                [
                    Op.RandomUniform(g, [8], seed: 3),
                    Op.RandomUniform(g, [8]),
                    Op.Dropout(g.Scalar(1, ElementType.Float32), null, g.Scalar(1, ElementType.Bool), seed: 7)[0],
                ],
            firstSite: 5
        );
        Assert.Equal(6, draws.NextSite);
        Assert.Equal(Numbers(1, 2, 5, 8), draws.At(1, 2)[1].ToDoubles());
    }

    [Fact]
    public void The_free_site_is_behind_all_that_are_taken()
    {
        var graph = new Graph("sites");
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        var x = graph.AddInput("x", ElementType.Float32, [4]);
        Assert.Equal(0, LowerRandom.FreeSite(graph));
        graph.AddOutput("y", Op.DrawLike(state, x, 3) + Op.Draw(state, [4], 7));

        Assert.Equal(8, LowerRandom.FreeSite(graph));
    }

    private static double Normal(double u, double v) => Math.Sqrt(-2 * Math.Log(1 - u)) * Math.Cos(2 * Math.PI * v);

    private static double[] Numbers(long seed, long step, long site, int count)
    {
        var numbers = new float[count];
        CounterRandom.Fill(numbers, seed, step, site);
        return Array.ConvertAll(numbers, n => (double)n);
    }

    private static Func<double, double, bool> Near(double tolerance) =>
        (a, b) => Math.Abs(a - b) <= tolerance * (1 + Math.Abs(a));
}
