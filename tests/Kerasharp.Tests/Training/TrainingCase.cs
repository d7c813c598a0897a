using System.Text.Json;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Training;

/// <summary>A training that tests/references/train-steps.mjs has done by Keras's formulas in float64.</summary>
internal sealed class TrainingCase
{
    private static readonly JsonElement File = ReferenceFiles.Json("training-steps.json");

    private readonly JsonElement _case;

    private TrainingCase(JsonElement json) => _case = json;

    public static IReadOnlyList<string> Names { get; } =
        [.. File.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    public int Rows => _case.GetProperty("rows").GetInt32();

    public int Batch => _case.GetProperty("batch").GetInt32();

    public int Steps => _case.GetProperty("steps").GetInt32();

    /// <summary>How many steps a pass over the rows takes.</summary>
    public int StepsPerEpoch => (Rows + Batch - 1) / Batch;

    /// <summary>The loss of each step before its update.</summary>
    public double[] Losses => _case.GetProperty("losses").Numbers();

    public double FinalLoss => _case.GetProperty("finalLoss").GetDouble();

    /// <summary>The first three rows' outputs by the final weights.</summary>
    public double[] FinalPredictions => _case.GetProperty("finalPredictions").Numbers();

    /// <summary>How many of all rows' final outputs the loss clips.</summary>
    public int ClippedOutputs => _case.TryGetProperty("clippedOutputs", out var count) ? count.GetInt32() : 0;

    /// <summary>The step after which another learning rate holds, and that rate.</summary>
    public (int AfterStep, double LearningRate)? RateChange =>
        _case.TryGetProperty("learningRateChange", out var change)
            ? (change.GetProperty("afterStep").GetInt32(), change.GetProperty("learningRate").GetDouble())
            : null;

    public TensorData X => Matrix(File.GetProperty("data").GetProperty("x"));

    public TensorData Y
    {
        get
        {
            var y = File.GetProperty("data").GetProperty("y").GetProperty(_case.GetProperty("y").GetString()!);
            return y[0].ValueKind == JsonValueKind.Array
                ? Matrix(y)
                : Array.ConvertAll(y.Numbers()[..Rows], label => (int)label);
        }
    }

    public TensorData? SampleWeight =>
        _case.TryGetProperty("sampleWeight", out var key)
            ? (TensorData)Array.ConvertAll(File.GetProperty("data").GetProperty(key.GetString()!).Numbers()[..Rows], w => (float)w)
            : null;

    public IReadOnlyDictionary<int, double>? ClassWeight =>
        _case.TryGetProperty("classWeight", out var weights)
            ? weights.EnumerateObject().ToDictionary(w => int.Parse(w.Name), w => w.Value.GetDouble())
            : null;

    public static TrainingCase Get(string name) =>
        new(File.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name));

    /// <summary>The weight of a path after the last step.</summary>
    public double[] Final(string path) => _case.GetProperty("final").GetProperty(path).GetProperty("data").Numbers();

    /// <summary>The network with its initial weights, not yet compiled.</summary>
    public Sequential MakeModel()
    {
        var layers = _case.GetProperty("layers").EnumerateArray().Select(MakeLayer);
        var model = new Sequential([new Input(X.Shape[1].Value), .. layers]);
        var initial = File.GetProperty("initial").GetProperty(_case.GetProperty("initial").GetString()!);
        Assert.Equal(initial.EnumerateObject().Select(w => w.Name), model.Weights.Select(w => w.Path));
        model.SetWeights([.. model.Weights.Select(w => Initial(initial.GetProperty(w.Path)))]);
        return model;

        static System.Numerics.Tensors.Tensor<float> Initial(JsonElement weight) =>
            Array
                .ConvertAll(weight.GetProperty("data").Numbers(), n => (float)n)
                .ToTensor(Array.ConvertAll(weight.GetProperty("shape").Numbers(), n => (nint)n));
    }

    public Loss MakeLoss()
    {
        var loss = _case.GetProperty("loss");
        bool fromLogits = loss.GetProperty("fromLogits").GetBoolean();
        double smoothing = loss.GetProperty("labelSmoothing").GetDouble();
        return loss.GetProperty("name").GetString() switch
        {
            "mean_squared_error" => new MeanSquaredError(),
            "binary_crossentropy" => new BinaryCrossentropy(fromLogits, smoothing),
            "categorical_crossentropy" => new CategoricalCrossentropy(fromLogits, smoothing),
            "sparse_categorical_crossentropy" => new SparseCategoricalCrossentropy(fromLogits),
            var name => throw new NotSupportedException($"The loss '{name}' of the reference is not known here."),
        };
    }

    public Optimizer MakeOptimizer()
    {
        var optimizer = _case.GetProperty("optimizer");
        return optimizer.GetProperty("name").GetString() switch
        {
            "sgd" => new SGD(Number("learningRate"), Number("momentum"), optimizer.GetProperty("nesterov").GetBoolean()),
            "adam" => new Adam(
                Number("learningRate"),
                Number("beta1"),
                Number("beta2"),
                Number("epsilon"),
                optimizer.GetProperty("amsgrad").GetBoolean()
            ),
            var name => throw new NotSupportedException($"The optimizer '{name}' of the reference is not known here."),
        };

        double Number(string key) => optimizer.GetProperty(key).GetDouble();
    }

    private static Layer MakeLayer(JsonElement layer)
    {
        string name = layer.GetProperty("name").GetString()!;
        return layer.GetProperty("type").GetString() switch
        {
            "Dense" => new Dense(
                layer.GetProperty("units").GetInt32(),
                layer.GetProperty("activation").GetString(),
                kernelRegularizer: layer.TryGetProperty("kernelRegularizer", out var factors)
                    ? new L1L2(Number(factors, "l1"), Number(factors, "l2"))
                    : null,
                name: name
            ),
            "BatchNormalization" => new BatchNormalization(
                momentum: Number(layer, "momentum"),
                epsilon: Number(layer, "epsilon"),
                name: name
            ),
            "Rescaling" => new Rescaling(Number(layer, "scale"), Number(layer, "offset"), name: name),
            var type => throw new NotSupportedException($"The layer '{type}' of the reference is not known here."),
        };

        static double Number(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.GetDouble() : 0;
    }

    private TensorData Matrix(JsonElement rows) =>
        rows.EnumerateArray().Take(Rows).Select(row => Array.ConvertAll(row.Numbers(), n => (float)n)).ToArray();
}
