using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Saving.Steps;

/// <summary>The types of the batches that a step in a file takes.</summary>
internal static class StepBatch
{
    /// <summary>Those of arrays as Fit takes them.</summary>
    public static BatchTypes Of(
        Model model,
        Trainer trainer,
        TensorDataList x,
        TensorDataList y,
        TensorDataList? sampleWeight
    ) => FitData.Check(model, trainer, ("x", x), ("y", y), ("sampleWeight", sampleWeight)).Types;

    /// <summary>Those that follow from the model and its losses.</summary>
    /// <exception cref="ArgumentException">A loss takes targets that the output does not tell.</exception>
    public static BatchTypes Of(Model model, Trainer trainer)
    {
        var shapes = model.OutputShapes();
        var outputs = new List<BatchTypes.Output>();
        for (int i = 0; i < shapes.Count; i++)
        {
            if (!trainer.NeedsTargets(i))
                continue;
            var target = trainer.Losses[i] is { } loss
                ? loss.TargetsFor(shapes[i])
                : new TensorType(ElementType.Float32, shapes[i]);
            if (target is not { } type)
                throw new ArgumentException(
                    $"No y came for the loss '{trainer.Losses[i]!.Name}' of the model '{model.Name}', whose targets do not follow from its output {shapes[i]}; arrays as Fit takes them were expected. Give x and y: a few examples suffice."
                );
            outputs.Add(new BatchTypes.Output(i, type, null));
        }
        return new BatchTypes(
            [.. model.Inputs.Select(input => Lowering.Batched(input.ElementType, input.Shape))],
            outputs
        );
    }
}
