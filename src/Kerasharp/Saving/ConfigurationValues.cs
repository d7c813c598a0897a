using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Kerasharp.Saving;

/// <summary>Arguments as Keras writes them in JSON, and back.</summary>
internal static class ConfigurationValues
{
    /// <summary>An argument as JSON.</summary>
    /// <exception cref="NotSupportedException">Arguments of this kind cannot be written, as functions.</exception>
    public static JsonNode? Write(object? value, string owner, string key) =>
        value switch
        {
            null => null,
            bool flag => flag,
            int number => number,
            long number => number,
            double number => Number(number),
            string text => text,
            Size2D size => List([size.Height, size.Width]),
            Size3D size => List([size.Depth, size.Height, size.Width]),
            Axes { Count: 1 } axis => axis[0],
            Margins1D margins => margins.ToJson(),
            Margins2D margins => margins.ToJson(),
            Margins3D margins => margins.ToJson(),
            Axes axes => axes.Count == 1 ? axes[0] : List(axes.Select(a => (long?)a)),
            RenormClipping clipping => clipping.ToJson(),
            Numbers numbers => numbers.ToJson(),
            Interval interval => interval.ToJson(),
            Factor factor => factor.ToJson(),
            SpectralWindow window => window.ToJson(),
            TextStandardizer standardizer => standardizer.ToJson(),
            TextSplitter splitter => splitter.ToJson(),
            NGrams ngrams => ngrams.ToJson(),
            MaskValue mask => mask.ToJson(),
            IEnumerable<int> numbers => List(numbers.Select(n => (long?)n)),
            IEnumerable<long> numbers => List(numbers.Select(n => (long?)n)),
            IEnumerable<int?> numbers => List(numbers.Select(n => (long?)n)),
            IEnumerable<long?> numbers => List(numbers),
            IEnumerable<double> numbers => new JsonArray([.. numbers.Select(Number)]),
            IEnumerable<string> texts => new JsonArray([.. texts.Select(t => (JsonNode?)t)]),
            ActivationFunction function => function.Serialize(),
            Initializer initializer => SerializedObject.Of(initializer),
            Regularizer regularizer => SerializedObject.Of(regularizer),
            Constraint constraint => SerializedObject.Of(constraint),
            Metrics.Metric metric => SerializedObject.Of(metric),
            Loss loss => SerializedObject.Of(loss),
            LossReduction reduction => LossReductionNames.Of(reduction),
            Optimizer optimizer => SerializedObject.Of(optimizer),
            OptimizerMap map => map.ToJson(),
            Layer layer => layer.Serialize(),
            IEnumerable<Layer> layers => new JsonArray([.. layers.Select(l => (JsonNode?)l.Serialize())]),
            _ => throw new NotSupportedException(
                $"The argument '{key}' of {owner} is a {value.GetType().Name}, which cannot be written to a file. Override GetConfig in the class, or leave the argument out."
            ),
        };

    /// <summary>An argument of a type from JSON.</summary>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    public static object? Read(JsonNode? node, Type type, string owner, string key)
    {
        if (node is null && type == typeof(SpectralWindow))
            return SpectralWindow.None;
        if (node is null && type == typeof(TextStandardizer))
            return TextStandardizer.None;
        if (node is null && type == typeof(TextSplitter))
            return TextSplitter.None;
        if (node is null && type == typeof(LossReduction))
            return LossReduction.None;
        if (node is null)
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null
                ? throw Wrong(node, owner, key, type)
                : null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return Known(node, type)
                ?? throw new NotSupportedException(
                    $"The argument '{key}' of {owner} is a {type.Name}, which cannot be read from a file. Override FromConfig in the class."
                );
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or JsonException)
        {
            throw Wrong(node, owner, key, type);
        }
    }

    /// <summary>A list of numbers, as Keras writes a tuple.</summary>
    public static JsonArray List(IEnumerable<long?> numbers) => new([.. numbers.Select(n => (JsonNode?)n)]);

    /// <summary>The numbers of a list.</summary>
    public static long?[] Longs(JsonNode node) => [.. node.AsArray().Select(n => n is null ? (long?)null : Long(n))];

    /// <summary>A whole number.</summary>
    public static int Integer(JsonNode node) => checked((int)Long(node));

    private static object? Known(JsonNode node, Type type)
    {
        if (type == typeof(bool))
            return node.GetValue<bool>();
        // Keras writes the sizes of sequences as tuples of one number.
        if (type == typeof(int))
            return Integer(node is JsonArray { Count: 1 } ? node[0]! : node);
        if (type == typeof(long))
            return Long(node);
        if (type == typeof(double))
            return Double(node);
        if (type == typeof(string))
            return node.GetValue<string>();
        if (type == typeof(Size2D))
            return node is JsonArray ? (Size2D)Ints(node) : (Size2D)(int)Long(node);
        if (type == typeof(Size3D))
            return node is JsonArray ? (Size3D)Ints(node) : (Size3D)(int)Long(node);
        if (type == typeof(Axes))
            return node is JsonArray ? (Axes)Ints(node) : (Axes)Integer(node);
        if (type == typeof(Margins1D))
            return Margins1D.FromJson(node);
        if (type == typeof(Margins2D))
            return Margins2D.FromJson(node);
        if (type == typeof(Margins3D))
            return Margins3D.FromJson(node);
        if (type == typeof(Axes))
            return node is JsonArray ? (Axes)Ints(node) : (Axes)Integer(node);
        if (type == typeof(RenormClipping))
            return RenormClipping.FromJson(node.AsObject());
        if (type == typeof(Numbers))
            return Numbers.FromJson(node);
        if (type == typeof(Interval))
            return Interval.FromJson(node);
        if (type == typeof(Factor))
            return Factor.FromJson(node);
        if (type == typeof(SpectralWindow))
            return node is JsonArray samples
                ? (SpectralWindow)samples.Select(n => Double(n!)).ToArray()
                : node.GetValue<string>();
        if (type == typeof(TextStandardizer))
            return TextStandardizer.FromJson(node);
        if (type == typeof(TextSplitter))
            return TextSplitter.FromJson(node);
        if (type == typeof(NGrams))
            return node is JsonArray ? (NGrams)Ints(node) : (NGrams)Integer(node);
        if (type == typeof(MaskValue))
            return MaskValue.FromJson(node);
        if (type == typeof(HashSalt))
            return node is JsonArray ? (HashSalt)Array.ConvertAll(Longs(node), n => n!.Value) : (HashSalt)Long(node);
        // Not a path: a configuration is not to make us read files.
        if (type == typeof(VocabularyOrFile))
            return (VocabularyOrFile)node.AsArray().Select(n => n!.GetValue<string>()).ToArray();
        if (type == typeof(PartialShape))
            return node is JsonArray
                ? new PartialShape(Array.ConvertAll(Longs(node), n => (int?)n))
                : new PartialShape((int)Long(node));
        if (type == typeof(int[]))
            return node is JsonArray ? Ints(node) : [(int)Long(node)];
        if (type == typeof(long[]))
            return Array.ConvertAll(Longs(node), n => n ?? -1);
        if (type == typeof(int?[]))
            return Array.ConvertAll(Longs(node), n => (int?)n);
        if (type == typeof(long?[]))
            return Longs(node);
        if (type == typeof(double[]))
            return node is JsonArray list ? list.Select(n => Double(n!)).ToArray() : [Double(node)];
        if (type == typeof(string[]))
            return node.AsArray().Select(n => n!.GetValue<string>()).ToArray();
        if (type == typeof(ActivationFunction))
            return ActivationFunction.Deserialize(node);
        if (type == typeof(Initializer))
            return node is JsonObject o ? SerializedObject.Make<Initializer>(o) : (Initializer)node.GetValue<string>();
        if (type == typeof(Regularizer))
            return node is JsonObject o ? SerializedObject.Make<Regularizer>(o) : (Regularizer)node.GetValue<string>();
        if (type == typeof(Constraint))
            return node is JsonObject o ? SerializedObject.Make<Constraint>(o) : (Constraint)node.GetValue<string>();
        if (type == typeof(Metrics.Metric))
            return SerializedObject.Make<Metrics.Metric>(node.AsObject());
        if (type == typeof(Loss))
            return node is JsonObject o ? SerializedObject.Make<Loss>(o) : (Loss)node.GetValue<string>();
        if (type == typeof(LossReduction))
            return LossReductionNames.Get(node.GetValue<string>());
        if (type == typeof(Optimizer))
            return node is JsonObject o ? SerializedObject.Make<Optimizer>(o) : (Optimizer)node.GetValue<string>();
        if (type == typeof(OptimizerMap))
            return OptimizerMap.FromJson(node.AsObject());
        if (type == typeof(LearningRateOrSchedule))
            return node is JsonObject o
                ? (LearningRateOrSchedule)SerializedObject.Make<LearningRateSchedule>(o)
                : (LearningRateOrSchedule)Double(node);
        if (type == typeof(Layer) || type == typeof(RecurrentCell))
            return Layer.Deserialize(node.AsObject());
        if (type == typeof(Layer[]) || type == typeof(IEnumerable<Layer>) || type == typeof(IReadOnlyList<Layer>))
            return node.AsArray().Select(n => Layer.Deserialize(n!.AsObject())).ToArray();
        if (type == typeof(RecurrentCell[]))
            return node.AsArray().Select(n => Layer.Deserialize(n!.AsObject())).Cast<RecurrentCell>().ToArray();
        return null;
    }

    private static JsonNode? Number(double number) => JsonValue.Create(number);

    /// <summary>The whole numbers of a list.</summary>
    public static int[] Ints(JsonNode node) => Array.ConvertAll(Longs(node), n => checked((int)n!.Value));

    /// <summary>A number without a fraction; Python writes some of them as 1.0.</summary>
    private static long Long(JsonNode node)
    {
        var value = node.AsValue();
        if (value.TryGetValue(out long number))
            return number;
        double real = Double(node);
        return real == Math.Truncate(real) ? (long)real : throw new FormatException();
    }

    /// <summary>A number.</summary>
    public static double Double(JsonNode node)
    {
        var value = node.AsValue();
        if (value.TryGetValue(out double number))
            return number;
        return value.TryGetValue(out long whole) ? whole
            : value.TryGetValue(out int small) ? small
            : throw new FormatException();
    }

    private static ArgumentException Wrong(JsonNode? node, string owner, string key, Type type) =>
        new(
            $"The configuration of {owner} holds '{key}' of {node?.ToJsonString() ?? "null"}, which is no {type.Name}. Give one."
        );
}
