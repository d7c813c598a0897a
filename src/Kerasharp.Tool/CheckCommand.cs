using System.CommandLine;
using System.Globalization;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp check model.onnx</c>: whether Kerasharp reads a model, and whether it could train it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var model = CommandParts.Model();
        return new Command(
            "check",
            "Tells whether Kerasharp reads the model and could train it; exit code 2 if not trainable."
        )
        {
            model,
        }.Does(
            (parsed, output) =>
            {
                using var loaded = OnnxModel.Load(parsed.GetRequiredValue(model));
                output.WriteLine("reads:  yes");
                var report = loaded.CheckTraining();
                string batch = "";
                if (!report.CanTrain && loaded.CheckTraining(batchSize: 1) is { CanTrain: true } single)
                    (report, batch) = (single, ", one example at a time, as the file's shapes want it");
                string parameters = report.TrainableParameters.ToString("N0", CultureInfo.InvariantCulture);
                output.WriteLine(
                    report.CanTrain
                        ? $"trains: yes, {report.TrainableWeights} weights of {parameters} parameters{batch}"
                        : $"trains: no. {report.Problem}"
                );
                foreach (string name in report.Unreached)
                    output.WriteLine($"note:   no gradient reaches '{name}'");
                return report.CanTrain ? 0 : 2;
            }
        );
    }
}
