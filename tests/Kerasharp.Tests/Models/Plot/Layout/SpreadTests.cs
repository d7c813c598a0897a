using Kerasharp.Models.Plot.Layout;

namespace Kerasharp.Tests.Models.Plot.Layout;

public class SpreadTests
{
    [Fact]
    public void KeepsWhatFits() => Assert.Equal([0, 5, 12], Spread.Place([0, 5, 12], [1, 1, 1], [0, 4, 4]));

    [Fact]
    public void PartsWhatIsTooNearByWeight()
    {
        Assert.Equal([-2, 2], Spread.Place([0, 0], [1, 1], [0, 4]));
        Assert.Equal([-1, 3], Spread.Place([0, 0], [3, 1], [0, 4]));
    }

    [Fact]
    public void NothingElseIsNearer()
    {
        var random = new Random(3);
        for (int round = 0; round < 50; round++)
        {
            double[] wanted = Numbers(random, 5, -10, 10);
            double[] weights = Numbers(random, 5, 0.1, 4);
            double[] distances = Numbers(random, 5, 0, 5);
            double[] places = Spread.Place(wanted, weights, distances);
            Assert.True(Keeps(places, distances));
            double cost = Cost(places, wanted, weights);
            // The cost is convex, so a better place would be seen in the neighbourhood.
            for (int i = 0; i < 2000; i++)
            {
                double[] other = [.. places.Select(p => p + ((random.NextDouble() - 0.5) * 0.2))];
                Assert.False(Keeps(other, distances) && Cost(other, wanted, weights) < cost - 1e-9);
            }
        }
    }

    private static double[] Numbers(Random random, int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(_ => low + (random.NextDouble() * (high - low)))];

    private static bool Keeps(double[] places, double[] distances) =>
        Enumerable.Range(1, places.Length - 1).All(i => places[i] - places[i - 1] >= distances[i] - 1e-9);

    private static double Cost(double[] places, double[] wanted, double[] weights) =>
        places.Select((p, i) => weights[i] * (p - wanted[i]) * (p - wanted[i])).Sum();
}
