namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>Every rule against central differences, at twenty points and shapes each.</summary>
public sealed class GradientTests
{
    public static TheoryData<string> Names => [.. GradientCatalog.All.Keys];

    public static TheoryData<string> TwiceNames =>
        [.. GradientCatalog.All.Where(pair => pair.Value.Twice).Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_central_differences(string name) => ForSeeds(name, GradientCheck.Once);

    [Theory]
    [MemberData(nameof(TwiceNames))]
    public void Agrees_with_central_differences_of_its_gradient(string name) => ForSeeds(name, GradientCheck.Twice);

    private static void ForSeeds(string name, Action<GradientCase, Draw> check)
    {
        var entry = GradientCatalog.All[name];
        foreach (int seed in GradientCases.Seeds())
        {
            try
            {
                var draw = entry.Draw(seed);
                check(entry.Make(draw), draw);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"'{name}' failed with KERASHARP_TEST_SEED={seed}: {error.Message}",
                    error
                );
            }
        }
    }
}
