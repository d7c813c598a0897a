using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Regularizers;
using Kerasharp.Saving;
using Kerasharp.Tests.Layers;
using Kerasharp.Tests.Layers.Examples;
using Kerasharp.Tests.Losses;
using Kerasharp.Tests.Metrics;
using Kerasharp.Tests.Optimizers;
using Kerasharp.Tests.Optimizers.Schedules;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Coverage;

/// <summary>
/// Holds what there is against Keras's names and arguments: a class is found by reflection, its constructor has every argument of Keras,
/// and among the examples that the harness runs each argument has been something other than its default.
/// </summary>
internal static class KerasCoverage
{
    private static readonly JsonElement Signatures = ReferenceFiles.Json("keras-signatures.json");
    private static readonly Assembly Ours = typeof(Layer).Assembly;

    private static readonly ILookup<Type, object> LayerExamples = AllExamples
        .ByName.Values.SelectMany(e => WithParts(e.Make()))
        .Concat(TextLayerExamples.All.Select(e => e.Layer))
        .ToLookup(l => l.GetType(), l => (object)l);

    private static readonly ILookup<Type, object> LossesByType = LossExamples
        .Cases.Select(c => (object)LossExamples.Make(c))
        .ToLookup(l => l.GetType());

    private static readonly ILookup<Type, object> OptimizersByType = OptimizerCase
        .Names.Select(n => (object)OptimizerCase.Get(n).Make())
        .ToLookup(o => o.GetType());

    /// <summary>The rows of a table of layers.</summary>
    public static IEnumerable<CoverageRow> Layers(IEnumerable<string> names) =>
        names.Select(name => OfClass("layers", "Layers", name, t => [.. LayerExamples[t]]));

    /// <summary>The rows of initializers, regularizers or constraints.</summary>
    public static IEnumerable<CoverageRow> Functions(string area, string space, IEnumerable<string> names) =>
        names.Select(name => OfClass(area, space, name, t => [.. FunctionExamples.All.Where(f => f.GetType() == t)]));

    /// <summary>The rows of metrics.</summary>
    public static IEnumerable<CoverageRow> Metrics() =>
        KerasTables.Metrics.Select(name =>
            OfClass("metrics", "Metrics", name, t => [.. MetricReferenceTests.Examples.Where(m => m.GetType() == t)])
        );

    /// <summary>The rows of losses.</summary>
    public static IEnumerable<CoverageRow> Losses(IEnumerable<string> names) =>
        names.Select(name => OfClass("losses", "Losses", name, t => [.. LossesByType[t]]));

    /// <summary>The rows of optimizers.</summary>
    public static IEnumerable<CoverageRow> Optimizers() =>
        KerasTables.Optimizers.Select(name => OfClass("optimizers", "Optimizers", name, t => [.. OptimizersByType[t]]));

    /// <summary>The rows of schedules.</summary>
    public static IEnumerable<CoverageRow> Schedules() =>
        KerasTables.Schedules.Select(name =>
            OfClass(
                "optimizers",
                "Optimizers",
                name,
                t => [.. LearningRateScheduleTests.Examples.Where(s => s.GetType() == t)],
                $"schedules.{name}"
            )
        );

    /// <summary>The rows of callbacks.</summary>
    public static IEnumerable<CoverageRow> Callbacks() =>
        KerasFeatures.Callbacks.Select(f => f.Row()).Concat(KerasTables.Callbacks.Select(Callback));

    /// <summary>The rows of a table of features, and of those in it that are explained.</summary>
    public static IEnumerable<CoverageRow> Features(string title, IEnumerable<KerasFeature> features) =>
        features
            .Select(f => f.Row())
            .Concat(
                KerasFeatures.Explained.Where(e => e.Table == title).Select(e => new CoverageRow(e.Name, "", ["it"], 0))
            );

    /// <summary>The rows of activations: by name, and as functions on tensors with every argument.</summary>
    public static IEnumerable<CoverageRow> Activations()
    {
        foreach (string name in KerasTables.Activations)
        {
            var missing = new List<string>();
            string method = string.Concat(name.Split('_').Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
            if (name == "exponential")
                method = "Exp";
            var arguments = Arguments("activations", name).Where(a => a != "x").ToArray();
            var functions = typeof(Ops).GetMethods().Where(m => m.Name == method).ToArray();
            if (
                name != "linear"
                && !functions.Any(f => arguments.All(a => f.GetParameters().Any(p => Configuration.Key(p) == a)))
            )
                missing.Add(functions.Length == 0 ? $"Ops.{method}" : $"an argument of {string.Join(", ", arguments)}");
            // One that cannot do without arguments has no meaning by name alone.
            if (name != "threshold" && !ActivationFunction.Names.Contains(name))
                missing.Add($"the name \"{name}\"");
            yield return new CoverageRow(name, name == "linear" ? "\"linear\"" : $"Ops.{method}", missing, 0);
        }
    }

    /// <summary>The rows of what models can do.</summary>
    public static IEnumerable<CoverageRow> Models()
    {
        const BindingFlags any =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        foreach (var (feature, members) in KerasTables.Models)
        {
            var missing = members
                .Where(m => Ours.GetType($"Kerasharp.{m.Type}") is not { } t || t.GetMember(m.Member, any).Length == 0)
                .Select(m => $"{m.Type}.{m.Member}")
                .ToArray();
            string ours = string.Join(
                ", ",
                members.Select(m => m.Member == ".ctor" ? $"new {m.Type}" : $"{m.Type}.{m.Member}")
            );
            yield return new CoverageRow(feature, ours.Replace("Layers.", ""), missing, 0);
        }
    }

    private static CoverageRow Callback(string name)
    {
        if (Ours.GetType($"Kerasharp.Callbacks.{name}") is not { IsPublic: true } type)
            if ((type = Ours.GetType($"Kerasharp.{name}")!) is not { IsPublic: true })
                return new CoverageRow(name, "", ["the class"], 0);
        var (examples, set) = CallbackExamples.Of(type);
        var leftOut = KerasTables.LeftOut.Select(l => l.Name).ToHashSet();
        var parameters = Configuration.Constructor(type).GetParameters();
        var keys = parameters.Select(Configuration.Key).ToHashSet();
        string[] missing =
        [
            .. examples == 0 ? ["an example"] : Array.Empty<string>(),
            .. Arguments("callbacks", name).Where(a => !keys.Contains(a)).Select(a => $"the argument {a}"),
            .. parameters
                .Where(p =>
                    p.HasDefaultValue && !set.Contains(Configuration.Key(p)) && !leftOut.Contains(Configuration.Key(p))
                )
                .Select(p => $"an example with another {Configuration.Key(p)}"),
        ];
        return new CoverageRow(name, type.Name, missing, examples);
    }

    private static CoverageRow OfClass(
        string area,
        string space,
        string name,
        Func<Type, object[]> examples,
        string? key = null
    )
    {
        string ours = name switch
        {
            "InputLayer" => "Input",
            "GroupQueryAttention" => "GroupedQueryAttention",
            _ => name,
        };
        if (Ours.GetType($"Kerasharp.{space}.{ours}") is not { IsPublic: true } type)
            return new CoverageRow(name, "", ["the class"], 0);
        if (type.IsAbstract)
            return new CoverageRow(name, type.Name, [], 0);
        var missing = new List<string>();
        object[] given = examples(type);
        if (given.Length == 0)
            missing.Add("an example in the harness");
        // What an Input was made with is written by itself, as Keras has it.
        if (type == typeof(Input))
            return new CoverageRow(name, "Input", missing, given.Length);
        var parameters = Configuration.Constructor(type).GetParameters();
        var keys = parameters.Select(Configuration.Key).ToHashSet();
        var leftOut = KerasTables.LeftOut.Select(l => l.Name).ToHashSet();
        foreach (string argument in Arguments(area, key ?? name))
            if (!keys.Contains(argument) && !leftOut.Contains(argument))
                missing.Add($"the argument {argument}");
        var oneValued = KerasTables.OneValued.Where(o => o.Class == name).Select(o => o.Argument).ToHashSet();
        foreach (var parameter in parameters.Where(p => p.HasDefaultValue && p.Name != "name"))
            if (
                !oneValued.Contains(Configuration.Key(parameter))
                && given.Length > 0
                && !given.Any(g => Differs(type, parameters, parameter, g))
            )
                missing.Add($"an example with another {Configuration.Key(parameter)}");
        return new CoverageRow(name, type.Name, missing, given.Length);
    }

    /// <summary>Whether an object has something other than what the class takes by default.</summary>
    private static bool Differs(Type type, ParameterInfo[] parameters, ParameterInfo parameter, object item)
    {
        object? value = Property(type, parameter).GetValue(item);
        object?[] arguments = Array.ConvertAll(
            parameters,
            p => p.HasDefaultValue ? p.DefaultValue : Argument(p, Property(type, p).GetValue(item))
        );
        object plain;
        try
        {
            plain = Configuration.Constructor(type).Invoke(arguments);
        }
        catch (TargetInvocationException)
        {
            // Where the class does not do without the argument, the default is none.
            return value is not null;
        }
        object? standard = Property(type, parameter).GetValue(plain);
        return Text(value) is { } text ? text != Text(standard) : value is not null && !Equals(value, standard);
    }

    private static object? Argument(ParameterInfo parameter, object? value)
    {
        if (value is null || parameter.ParameterType.IsInstanceOfType(value))
            return value;
        JsonNode? json = ConfigurationValues.Write(value, "a class", parameter.Name!);
        return ConfigurationValues.Read(json, parameter.ParameterType, "a class", parameter.Name!);
    }

    private static PropertyInfo Property(Type type, ParameterInfo parameter) =>
        type.GetProperties().First(p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));

    private static string? Text(object? value)
    {
        try
        {
            var json = ConfigurationValues.Write(value, "a class", "an argument");
            return json?.ToJsonString() ?? "null";
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Arguments(string area, string name) =>
        Signatures
            .GetProperty(area)
            .GetProperty(name)
            .GetProperty("arguments")
            .EnumerateArray()
            .Select(a => a.GetProperty("name").GetString()!)
            .Where(a => a != "name");

    /// <summary>A layer and those inside of it.</summary>
    private static IEnumerable<Layer> WithParts(Layer layer) =>
        layer is Model model ? model.Layers.SelectMany(WithParts).Prepend(layer) : [layer];
}
