using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

/// <summary>Puts every example of every layer through the harness.</summary>
public class LayerExampleTests
{
    public static TheoryData<string> Examples => [.. AllExamples.ByName.Keys];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Passes_the_harness(string name)
    {
        var example = AllExamples.ByName[name];
        LayerChecks.Shapes(example);
        LayerChecks.Configuration(example);
        LayerChecks.TrainingAndExport(example, AllExamples.IsForOtherDevices(name));
    }
}
