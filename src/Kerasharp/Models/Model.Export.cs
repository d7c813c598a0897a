using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp;

public partial class Model
{
    /// <summary>The entry of an ONNX file's metadata under which Export writes labels, as a JSON list of texts.</summary>
    internal const string LabelsKey = "labels";

    /// <summary>Writes the trained model as ONNX: standard operators only, symbolic batch, weights inside, nothing of training left.</summary>
    /// <param name="path">The file; it is written under a temporary name and moved, so that no half-written file is left.</param>
    /// <param name="opset">ONNX's operator set, 17 to 21.</param>
    /// <param name="labels">The names of the classes, one for each number that the model gives; they go to the metadata as a JSON list named <c>labels</c>.</param>
    /// <param name="metadata">What else the file shall say of itself, by key.</param>
    /// <param name="producerName">The program that made the model; Kerasharp by default.</param>
    /// <param name="producerVersion">Its version; of Kerasharp its own.</param>
    /// <param name="inputNames">Names for the inputs, in order; by default those of <see cref="Inputs"/>.</param>
    /// <param name="outputNames">Names for the outputs, in order; by default <see cref="OutputNames"/>.</param>
    /// <param name="dtype">
    /// The floating-point type of weights and computation: Float16 makes a file of half the size; by default that of the layers, where
    /// bfloat16 becomes float32. Operators that ONNX does not define for it stay as they are, between casts.
    /// </param>
    /// <param name="keepIoTypes">Whether inputs and outputs stay float32 nevertheless; else they are of that type, too.</param>
    /// <exception cref="InvalidOperationException">The model's inputs are not known yet.</exception>
    /// <exception cref="ArgumentException">There are too many or too few labels or names, a name comes twice, or the dtype is neither Float32 nor Float16.</exception>
    /// <remarks>
    /// Images go in as Keras takes them, channels last. A model that was read from a file keeps that file's metadata. Keras:
    /// <c>Model.export(format="onnx")</c>.
    /// </remarks>
    /// <example><code>
    /// model.Export("iris.onnx", labels: ["setosa", "versicolor", "virginica"], metadata: new Dictionary&lt;string, string&gt; { ["author"] = "Ada" });
    /// </code></example>
    public void Export(
        string path,
        int opset = ModelWriter.TrainingOpset,
        IReadOnlyList<string>? labels = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? producerName = null,
        string? producerVersion = null,
        IReadOnlyList<string>? inputNames = null,
        IReadOnlyList<string>? outputNames = null,
        ElementType? dtype = null,
        bool keepIoTypes = true
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (dtype is not (null or ElementType.Float32 or ElementType.Float16))
            throw new ArgumentException(
                $"A dtype of {dtype} came for the export of the model '{Name}'; Float32 or Float16 was expected. Leave it out for that of the layers.",
                nameof(dtype)
            );
        if (labels is not null)
            CheckLabels(labels);
        CheckNames(inputNames, outputNames);
        var graph = ModelExport.ToGraph(this, inputNames, outputNames, dtype, keepIoTypes);
        var entries = new Dictionary<string, string>(FileMetadata);
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            entries[key] = value;
        if (labels is not null)
            entries[LabelsKey] = new JsonArray([.. labels.Select(l => (JsonNode)l)]).ToJsonString();
        ModelWriter.Save(graph, path, opset, entries, producerName, producerVersion);
    }

    /// <summary>The metadata of the file that the model came from; none of others.</summary>
    private protected virtual IReadOnlyDictionary<string, string> FileMetadata => new Dictionary<string, string>();

    /// <summary>Labels out of metadata; null where there are none, or another program's.</summary>
    private protected static IReadOnlyList<string>? LabelsIn(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(LabelsKey, out string? text))
            return null;
        try
        {
            return JsonNode.Parse(text) is JsonArray list ? [.. list.Select(l => l!.GetValue<string>())] : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    private void CheckLabels(IReadOnlyList<string> labels)
    {
        if (labels.Any(l => l is null))
            throw new ArgumentException("A label of null came; a text for each class was expected. Give one.");
        RequireWeights("Export");
        var shapes = OutputShapes();
        if (shapes is not [{ Rank: > 1 } shape])
            throw new ArgumentException(
                $"{labels.Count} labels came for the model '{Name}', whose outputs are {string.Join(", ", shapes)}; one output with a number for each class was expected. Put labels into metadata under keys of your own."
            );
        // A single number tells two classes apart.
        bool fits =
            !shape[shape.Rank - 1].IsKnown
            || shape[shape.Rank - 1].Value == labels.Count
            || (shape[shape.Rank - 1].Value == 1 && labels.Count == 2);
        if (!fits)
            throw new ArgumentException(
                $"{labels.Count} labels came for the model '{Name}', which gives {shape[shape.Rank - 1]} numbers for each example; as many were expected. Give one for each class, in the order of the numbers."
            );
    }

    private void CheckNames(IReadOnlyList<string>? inputNames, IReadOnlyList<string>? outputNames)
    {
        Check("inputNames", inputNames, Inputs.Count);
        Check("outputNames", outputNames, OutputNames.Count);
        string[] all = [.. inputNames ?? [.. Inputs.Select(i => i.Name)], .. outputNames ?? OutputNames];
        bool told = inputNames is not null || outputNames is not null;
        if (told && all.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"The name '{twice.Key}' came for {twice.Count()} inputs and outputs of the model '{Name}'; each under a name of its own was expected. Choose another."
            );

        void Check(string argument, IReadOnlyList<string>? names, int count)
        {
            if (names is not null && (names.Count != count || names.Any(string.IsNullOrEmpty)))
                throw new ArgumentException(
                    $"{argument} of [{string.Join(", ", names)}] came for the model '{Name}', which has {count}; a name for each was expected. Give as many.",
                    argument
                );
        }
    }
}
