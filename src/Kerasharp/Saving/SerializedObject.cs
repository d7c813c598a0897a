using System.Text.Json.Nodes;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Kerasharp.Saving;

/// <summary>
/// An object as Keras writes it: where its class is found, and its configuration:
/// <c>{"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}</c>.
/// </summary>
internal static class SerializedObject
{
    /// <summary>An initializer.</summary>
    public static JsonObject Of(Initializer item) =>
        Of("keras.initializers", item.GetType(), item.GetType().Name, item.GetConfig());

    /// <summary>A regularizer.</summary>
    public static JsonObject Of(Regularizer item) =>
        Of("keras.regularizers", item.GetType(), item.GetType().Name, item.GetConfig());

    /// <summary>A constraint.</summary>
    public static JsonObject Of(Constraint item) =>
        Of("keras.constraints", item.GetType(), item.GetType().Name, item.GetConfig());

    /// <summary>A metric.</summary>
    public static JsonObject Of(Metrics.Metric item) =>
        Of("keras.metrics", item.GetType(), item.GetType().Name, item.GetConfig());

    /// <summary>A loss.</summary>
    public static JsonObject Of(Loss item) =>
        Of(
            "keras.losses",
            item.GetType(),
            item is FunctionLoss ? FunctionLoss.ClassName : item.GetType().Name,
            item.GetConfig()
        );

    /// <summary>An optimizer.</summary>
    public static JsonObject Of(Optimizer item) =>
        Of("keras.optimizers", item.GetType(), item.GetType().Name, item.GetConfig());

    /// <summary>A schedule of learning rates.</summary>
    public static JsonObject Of(LearningRateSchedule item) =>
        Of("keras.optimizers.schedules", item.GetType(), item.GetType().Name, item.GetConfig());

    /// <summary>Any object: one of ours under Keras's module, a registered one under the name that it was registered by.</summary>
    public static JsonObject Of(string module, Type type, string className, JsonObject config)
    {
        bool ours = type.Assembly == typeof(SerializedObject).Assembly;
        string? registered = ours ? null : CustomObjects.NameOf(type);
        return new JsonObject
        {
            ["module"] = ours ? module : type.Namespace,
            ["class_name"] = className,
            ["config"] = config,
            ["registered_name"] = registered,
        };
    }

    /// <summary>The object of what <see cref="Of(string, Type, string, JsonObject)"/> wrote, or Keras.</summary>
    /// <exception cref="ArgumentException">The form is another one, or the class is not known.</exception>
    public static T Make<T>(JsonObject serialized)
        where T : class
    {
        if (
            serialized["class_name"] is not JsonValue name
            || !name.TryGetValue(out string? className)
            || serialized["config"] is not (JsonObject or null)
        )
            throw new ArgumentException(
                $"JSON of {Excerpt.Of(serialized)} came where {{\"class_name\": …, \"config\": …}} was expected. Give what Serialize or ToJson wrote."
            );
        var config = serialized["config"] as JsonObject ?? [];
        string? registered = serialized["registered_name"] is JsonValue r && r.TryGetValue(out string? n) ? n : null;
        var make =
            CustomObjects.Find(registered, className)
            ?? KnownClasses.Find(typeof(T), className)
            ?? throw new ArgumentException(
                $"JSON of the class '{registered ?? className}' came, which is not known. Register it: CustomObjects.Register<{className}>(), or name one of {string.Join(", ", KnownClasses.Names(typeof(T)))}."
            );
        object made = make(config);
        return made as T
            ?? throw new ArgumentException(
                $"JSON of the class '{className}' came where a {typeof(T).Name} was expected. Give one."
            );
    }
}
