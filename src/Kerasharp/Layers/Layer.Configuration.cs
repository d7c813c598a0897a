using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    /// <summary>
    /// What the layer was made with, in Keras's form: name, whether it is trained, and the constructor's parameters, each from the
    /// property of its name. Override it in a layer whose parameters are not properties.
    /// </summary>
    /// <exception cref="NotSupportedException">A parameter cannot be written, as a function of one's own.</exception>
    /// <remarks>Keras: <c>Layer.get_config</c>.</remarks>
    /// <example><code>
    /// JsonObject config = new Dense(10, activation: "relu").GetConfig();   // config["units"] is 10
    /// var twin = Layer.FromConfig&lt;Dense&gt;(config);
    /// </code></example>
    public virtual JsonObject GetConfig()
    {
        var config = Configuration.Write(BaseConfig(), this, GetType());
        if (ActivityRegularizer is { } regularizer && config["activity_regularizer"] is null)
            config["activity_regularizer"] = SerializedObject.Of(regularizer);
        return config;
    }

    /// <summary>A new layer of a class, made with what a configuration says; its weights are made anew.</summary>
    /// <exception cref="ArgumentException">The configuration lacks something, or holds what the class does not take.</exception>
    /// <remarks>Keras: <c>Layer.from_config</c>.</remarks>
    public static T FromConfig<[DynamicallyAccessedMembers(Configuration.Members)] T>(JsonObject config)
        where T : Layer
    {
        ArgumentNullException.ThrowIfNull(config);
        var make = KnownClasses.Find(typeof(Layer), typeof(T).Name);
        return (T)Configured((Layer)(make?.Invoke(config) ?? Configuration.Make(typeof(T), config)), config);
    }

    /// <summary>The layer as Keras writes it: its class, where that is found, and its configuration.</summary>
    /// <remarks>Keras: <c>keras.layers.serialize</c>.</remarks>
    public JsonObject Serialize()
    {
        var serialized = SerializedObject.Of(Module, GetType(), TypeName, GetConfig());
        serialized["registered_name"] ??= RegisteredName;
        if (BuildConfig() is { } built)
            serialized["build_config"] = built;
        return serialized;
    }

    /// <summary>A new layer of what <see cref="Serialize"/>, or Keras, wrote; its weights are made anew.</summary>
    /// <exception cref="ArgumentException">The class is not known, or its configuration does not fit it.</exception>
    /// <remarks>Keras: <c>keras.layers.deserialize</c>.</remarks>
    public static Layer Deserialize(JsonObject serialized)
    {
        ArgumentNullException.ThrowIfNull(serialized);
        var layer = SerializedObject.Make<Layer>(serialized);
        return serialized["config"] is JsonObject config ? Configured(layer, config) : layer;
    }

    /// <summary>The module in which Keras has the class.</summary>
    private protected virtual string Module => "keras.layers";

    /// <summary>The name by which Keras finds a class of its own that is not under a public module.</summary>
    private protected virtual string? RegisteredName => null;

    /// <summary>What Keras writes of the shapes that a layer was built for; nothing for layers that are built from the beginning.</summary>
    private protected virtual JsonObject? BuildConfig() =>
        _builtFor is null || !NeedsBuild ? null
        : _builtFor is [var shape] ? new JsonObject { ["input_shape"] = ShapeJson(shape) }
        : new JsonObject { ["input_shape"] = new JsonArray([.. _builtFor.Select(s => (JsonNode?)ShapeJson(s))]) };

    /// <summary>A layer of the same class and configuration, registered or not; its weights are made anew.</summary>
    /// <param name="change">Changes the configuration before; nothing by default.</param>
    internal Layer Twin(Action<JsonObject>? change = null)
    {
        var config = GetConfig();
        change?.Invoke(config);
        bool ours = GetType().Assembly == typeof(Layer).Assembly;
        var make = CustomObjects.Find(GetType()) ?? (ours ? KnownClasses.Find(typeof(Layer), TypeName) : null);
        return Configured((Layer)(make?.Invoke(config) ?? Configuration.Make(GetType(), config)), config);
    }

    /// <summary>What Keras writes for every layer.</summary>
    private protected JsonObject BaseConfig() =>
        new()
        {
            ["name"] = Name,
            ["trainable"] = Trainable,
            ["dtype"] = Dtype.ToJson(),
        };

    /// <summary>A shape as Keras writes it, null where a size is open.</summary>
    internal static JsonArray ShapeJson(Shape shape) =>
        ConfigurationValues.List(shape.Select(d => d.IsKnown ? d.Value : (long?)null));

    private static Layer Configured(Layer layer, JsonObject config)
    {
        if (config["trainable"] is JsonValue trainable && trainable.TryGetValue(out bool trained) && !trained)
            layer.FreezeAlone();
        // What a class of one's own has no parameter for, as every layer of Keras has.
        if (config["name"] is JsonValue name && name.TryGetValue(out string? called))
            layer._name = Checked(called);
        if (config["activity_regularizer"] is { } regularizer)
            layer._activityRegularizer ??= (Regularizer?)
                ConfigurationValues.Read(regularizer, typeof(Regularizer), layer.Name, "activity_regularizer");
        if (layer is not Input && DTypePolicy.FromJson(config["dtype"], layer.Name) is { } policy)
            layer.SetDtype(policy);
        return layer;
    }
}
