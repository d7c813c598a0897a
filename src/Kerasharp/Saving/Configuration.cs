using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Saving;

/// <summary>
/// What an object was made with, in Keras's form. A constructor's parameters are its configuration: each has a public property of the
/// same name, and <c>kernelSize</c> is <c>kernel_size</c> in the file. So a class says nothing of its own about being saved.
/// </summary>
internal static class Configuration
{
    /// <summary>What must be kept of a class when an application is trimmed.</summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    // What Keras writes for every layer; a layer reads it by itself.
    private static readonly string[] OfEveryLayer = ["name", "trainable", "dtype", "activity_regularizer"];

    /// <summary>Adds what an object was made with to a configuration.</summary>
    public static JsonObject Write(JsonObject config, object item, [DynamicallyAccessedMembers(Members)] Type type)
    {
        foreach (var parameter in Constructor(type).GetParameters())
        {
            if (parameter.IsDefined(typeof(NotConfiguredAttribute)))
                continue;
            string key = Key(parameter);
            if (!config.ContainsKey(key))
                config[key] = ConfigurationValues.Write(Property(type, parameter).GetValue(item), type.Name, key);
        }
        return config;
    }

    /// <summary>Makes an object of its configuration.</summary>
    /// <exception cref="ArgumentException">The configuration lacks something, or holds what the class does not take.</exception>
    public static object Make([DynamicallyAccessedMembers(Members)] Type type, JsonObject config)
    {
        var constructor = Constructor(type);
        var parameters = constructor.GetParameters();
        var accepted = parameters.Select(Key).Concat(OfEveryLayer).ToHashSet();
        foreach (var (key, value) in config)
            if (!accepted.Contains(key) && !IsNothing(value))
                throw new ArgumentException(
                    $"A configuration of {type.Name} came with '{key}' of {value!.ToJsonString()}, which is not known; known are {string.Join(", ", accepted)}. Take it out, or register a class that has it."
                );
        object?[] arguments = Array.ConvertAll(
            parameters,
            p =>
                config.TryGetPropertyValue(Key(p), out var value) && !p.IsDefined(typeof(NotConfiguredAttribute))
                    ? ConfigurationValues.Read(value, p.ParameterType, type.Name, Key(p))
                : p.HasDefaultValue ? p.DefaultValue
                : throw new ArgumentException(
                    $"A configuration of {type.Name} came without '{Key(p)}', which the class needs. Add it."
                )
        );
        try
        {
            return constructor.Invoke(arguments);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            throw new ArgumentException(
                $"A configuration of {type.Name} came that the class refuses: {inner.Message}",
                inner
            );
        }
    }

    /// <summary>The constructor whose parameters are the configuration: the one that has most.</summary>
    public static ConstructorInfo Constructor(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type
    ) =>
        type.GetConstructors().MaxBy(c => c.GetParameters().Length)
        ?? throw new NotSupportedException(
            $"The class {type.Name} has no public constructor, so it has no configuration. Give it one, or override GetConfig."
        );

    /// <summary>A parameter's name in files: Keras's own where the parameter says so, else its name in snake case.</summary>
    public static string Key(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<KerasNameAttribute>()?.Name ?? LayerNames.SnakeCase(parameter.Name!);

    private static PropertyInfo Property(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type,
        ParameterInfo parameter
    )
    {
        string name = char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..];
        // A derived class may hide a property with one of its own.
        return type.GetProperties().Where(p => p.Name == name).MaxBy(p => p.DeclaringType == type ? 1 : 0)
            ?? throw new NotSupportedException(
                $"The class {type.Name} has no public property {name} for its constructor's parameter '{parameter.Name}', so it has no configuration. Add the property, or override GetConfig."
            );
    }

    /// <summary>Whether an argument that is not known says nothing: what Keras writes where an option is not used.</summary>
    private static bool IsNothing(JsonNode? value) =>
        value is null
        || value is JsonArray { Count: 0 }
        || (value is JsonValue v && v.TryGetValue(out bool flag) && !flag);
}
