using System.Numerics.Tensors;
using Kerasharp.Data;

namespace Kerasharp.Tests.Data;

public class NaNSearchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(4_194_303)]
    [InlineData(4_194_304)]
    [InlineData(9_000_001)]
    public void TheFirstIsFoundWhereverItIs(int place)
    {
        var x = new float[9_000_002];
        x[place] = -float.NaN;
        x[^1] = float.NaN;
        Assert.Equal(place, NaNSearch.Find(x));
    }

    [Fact]
    public void EveryFloatTypeIsSearched()
    {
        for (int place = 0; place < 70; place++)
        {
            var doubles = new double[70];
            var halves = new Half[70];
            doubles[place] = double.NaN;
            halves[place] = Half.NaN;
            Assert.Equal(place, NaNSearch.Find(doubles));
            Assert.Equal(place, NaNSearch.Find(Tensor.Create(halves, [70])));
        }
    }

    [Fact]
    public void NumbersAndInfinitiesAreNotFound()
    {
        float[] floats =
        [
            0,
            -0f,
            float.MaxValue,
            float.MinValue,
            float.Epsilon,
            float.PositiveInfinity,
            float.NegativeInfinity,
            1,
            -1,
        ];
        Half[] halves =
        [
            Half.MaxValue,
            Half.MinValue,
            Half.Epsilon,
            Half.PositiveInfinity,
            Half.NegativeInfinity,
            Half.One,
        ];
        Assert.Equal(-1, NaNSearch.Find(floats.Concat(floats).Concat(floats).ToArray()));
        Assert.Equal(-1, NaNSearch.Find(Array.ConvertAll(floats, f => (double)f)));
        Assert.Equal(-1, NaNSearch.Find(Tensor.Create(halves, [6])));
        Assert.Equal(-1, NaNSearch.Find(new[] { -1, int.MaxValue }));
        Assert.Equal(-1, NaNSearch.Find(new float[0, 4]));
    }
}
