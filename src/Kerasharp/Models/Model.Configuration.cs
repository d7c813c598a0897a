using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Models.Functional;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp;

public partial class Model
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true };

    /// <summary>
    /// How the model is built, in Keras's form: layers and how they are connected, without weights and without what Compile decided. A
    /// class of one's own has its constructor's parameters as configuration, each from the property of its name.
    /// </summary>
    /// <exception cref="NotSupportedException">A layer or an operator in the model cannot be written.</exception>
    /// <remarks>Keras: <c>Model.get_config</c>.</remarks>
    public override JsonObject GetConfig() =>
        IsFunctional ? FunctionalWriter.Write(_topology!, Name, Trainable) : base.GetConfig();

    /// <summary>How the model is built, as JSON that Keras, too, reads: class, configuration, module.</summary>
    /// <exception cref="NotSupportedException">A layer or an operator in the model cannot be written.</exception>
    /// <remarks>Keras: <c>Model.to_json</c>. Weights go to a file of their own: <see cref="SaveWeights"/>.</remarks>
    /// <example><code>
    /// string json = model.ToJson();
    /// var copy = Model.FromJson(json);
    /// copy.SetWeights(model.GetWeights());
    /// </code></example>
    public string ToJson() => Serialize().ToJsonString();

    /// <summary>A new model of what <see cref="ToJson"/>, or Keras, wrote; its weights are made anew.</summary>
    /// <param name="json">The JSON of a model.</param>
    /// <exception cref="ArgumentException">The text is no JSON, a class is not known, or the layers' connections do not hold together.</exception>
    /// <remarks>Keras: <c>keras.models.model_from_json</c>. Classes of one's own are registered by <see cref="CustomObjects"/>.</remarks>
    public static Model FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: Lenient);
        }
        catch (JsonException error)
        {
            throw new ArgumentException(
                $"A text came that is no JSON: {error.Message} What Model.ToJson or Keras's model.to_json() gives was expected. Give that.",
                error
            );
        }
        if (node is not JsonObject serialized)
            throw new ArgumentException(
                $"JSON of {Excerpt.Of(node)} came; an object {{\"class_name\": …, \"config\": …}} was expected. Give what Model.ToJson or Keras's model.to_json() gives."
            );
        return Deserialize(serialized) as Model
            ?? throw new ArgumentException(
                $"JSON of the class '{(string?)serialized["class_name"]}' came, which is a layer; a model was expected. Read it by Layer.Deserialize."
            );
    }

    /// <summary>A new model of a configuration as <see cref="GetConfig"/> gives it, of a functional or a Sequential model.</summary>
    /// <exception cref="ArgumentException">Something is missing in the configuration, or does not fit together.</exception>
    /// <remarks>Keras: <c>Model.from_config</c>.</remarks>
    public static Model FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string name =
            config["name"] is JsonValue value && value.TryGetValue(out string? text)
                ? text
                : throw new ArgumentException(
                    $"A configuration of a model came without 'name': {Excerpt.Of(config)}; what GetConfig gives was expected. Add it."
                );
        Model model =
            config.ContainsKey("input_layers") || config.ContainsKey("output_layers")
                ? FunctionalReader.Read(config, name)
                : Sequential.Read(config, name);
        if (config["trainable"] is JsonValue flag && flag.TryGetValue(out bool trainable) && !trainable)
            model.FreezeAlone();
        return model;
    }

    /// <inheritdoc/>
    private protected override string Module => "keras.src.models.functional";

    /// <inheritdoc/>
    private protected override string? RegisteredName => IsFunctional ? "Functional" : null;

    /// <inheritdoc/>
    private protected override JsonObject? BuildConfig() =>
        !IsFunctional ? base.BuildConfig() : new JsonObject { ["input_shape"] = null };

    /// <inheritdoc/>
    internal override void FreezeAlone()
    {
        var flags = new TrainableFlags(this);
        Trainable = false;
        flags.SetLayers();
    }
}
