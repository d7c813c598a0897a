using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>The script of examples/TrainAnywhere/node trains as Fit does, its random numbers Kerasharp's own.</summary>
public sealed class NodeTrainingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FiftyStepsInNodeGiveTheLossesOfFit(bool dropout)
    {
        using var example = new TrainAnywhereExample(dropout);

        string said = NodeRunner.Script(
            TrainAnywhereExample.Sources,
            Path.Combine("node", "train.mjs"),
            example.Folder,
            $"{TrainAnywhereExample.Steps}",
            $"{example.Count}"
        );

        example.Check(said);
    }
}
