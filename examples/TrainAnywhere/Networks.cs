using System.Text.Json;
using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace TrainAnywhere;

/// <summary>Networks whose training steps are written as files; none of them is trained here.</summary>
public static class Networks
{
    /// <summary>Digits of 20 by 20 pixels, for the page: step.onnx, step.safetensors and predict.onnx.</summary>
    public static void ExportDigits(string folder)
    {
        Utils.SetRandomSeed(7);
        using var model = new Sequential([
            new Input(20, 20, 1) { Name = "image" },
            // Steps of two rather than pooling, whose gradient browsers' GPUs cannot take; nor do they know 64-bit numbers, with which
            // Adam counts.
            new Conv2D(8, kernelSize: 3, strides: 2, activation: "relu"),
            new Conv2D(16, kernelSize: 3, strides: 2, activation: "relu"),
            new Flatten(),
            new Dropout(0.2),
            new Dense(10, activation: "softmax", name: "digit"),
        ]);
        model.Compile(new SGD(0.05, momentum: 0.9), "sparse_categorical_crossentropy");
        // The page shows each step's loss, so nothing needs to be gathered.
        model.ExportTrainingStep(
            Path.Combine(folder, "step.onnx"),
            metrics: false,
            predictPath: Path.Combine(folder, "predict.onnx")
        );
    }

    /// <summary>Irises, for the scripts: step.onnx, step.safetensors, and data.json, which holds the flowers.</summary>
    public static void ExportIris(string folder)
    {
        Utils.SetRandomSeed(7);
        using var model = new Sequential([
            new Input(4) { Name = "flower" },
            new Dense(16, activation: "relu"),
            new Dropout(0.1),
            new Dense(3, activation: "softmax", name: "kind"),
        ]);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Optimizer.LearningRate = 0.01;
        model.ExportTrainingStep(Path.Combine(folder, "step.onnx"));

        var (train, _) = Iris.Load();
        var flowers = new float[train.X.Lengths[0]][];
        for (int i = 0; i < flowers.Length; i++)
            flowers[i] = [train.X[i, 0], train.X[i, 1], train.X[i, 2], train.X[i, 3]];
        var kinds = Enumerable.Range(0, flowers.Length).Select(i => train.Y[i]);
        File.WriteAllText(
            Path.Combine(folder, "data.json"),
            JsonSerializer.Serialize(
                new Dictionary<string, object> { ["inputs/flower"] = flowers, ["targets/kind"] = kinds }
            )
        );
    }
}
