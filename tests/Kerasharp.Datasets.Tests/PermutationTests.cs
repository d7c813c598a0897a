namespace Kerasharp.Datasets.Tests;

public class PermutationTests
{
    [Fact]
    public void Draws_each_number_once()
    {
        for (var count = 0; count < 50; count++)
            Assert.Equal(Enumerable.Range(0, count), Permutation.Draw(count, seed: count).Order());
    }

    [Fact]
    public void Stays_the_same_on_every_machine_and_version()
    {
        // Worked out by a separate script from the published SplitMix64.
        Assert.Equal([6, 3, 2, 9, 8, 1, 4, 7, 0, 5], Permutation.Draw(10, seed: 0));
        Assert.Equal([3, 4, 2, 7, 5, 0, 8, 1, 9, 6], Permutation.Draw(10, seed: -1));
    }

    [Fact]
    public void Every_place_is_equally_likely()
    {
        var counts = new int[5, 5];
        for (var seed = 0; seed < 5000; seed++)
        {
            var order = Permutation.Draw(5, seed);
            for (var place = 0; place < 5; place++)
                counts[place, order[place]]++;
        }
        // 1000 expected, standard deviation 28: five of them.
        foreach (var count in counts)
            Assert.InRange(count, 860, 1140);
    }
}
