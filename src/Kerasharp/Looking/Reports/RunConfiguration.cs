using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Looking.Drawing;
using Kerasharp.Losses;
using Kerasharp.Optimizers;

namespace Kerasharp.Looking.Reports;

/// <summary>What Compile decided, in words.</summary>
internal static class RunConfiguration
{
    /// <summary>Optimizer, losses and metrics.</summary>
    public static IEnumerable<(string Name, string? Value)> Facts(History history, Model model)
    {
        if (model.CompiledTrainer is not { } trainer)
            yield break;
        yield return ("Optimizer", Of(trainer.Optimizer));
        yield return ("Updates made", AxisNumber.Count(trainer.Optimizer.Iterations));
        var losses = trainer.Losses;
        for (int i = 0; i < losses.Count; i++)
            if (losses[i] is { } loss)
                yield return (losses.Count == 1 ? "Loss" : $"Loss of {model.OutputNames[i]}", Of(loss));
        string[] metrics = [.. HistoryCharts.Names(history).Where(n => n != "loss")];
        if (metrics.Length > 0)
            yield return ("Metrics", string.Join(", ", metrics));
    }

    private static string Of(Optimizer optimizer) =>
        Described(optimizer.GetType().Name, optimizer.GetConfig, optimizer.Name);

    private static string Of(Loss loss) => Described(loss.GetType().Name, loss.GetConfig, loss.Name);

    private static string Described(string type, Func<JsonObject> config, string name)
    {
        try
        {
            return Called(type, config());
        }
        catch (NotSupportedException)
        {
            // One made of a function has no configuration.
            return name;
        }
    }

    /// <summary>A class and its arguments, as they would be called; what is off or not set is left out.</summary>
    private static string Called(string type, JsonObject config)
    {
        var arguments = config
            .Where(a => a.Key != "name" && a.Value is not null && !IsFalse(a.Value) && !IsIdle(a.Key, config))
            .Select(a => $"{Camel(a.Key)}: {Value(a.Value!)}");
        string text = string.Join(", ", arguments);
        return text.Length == 0 ? type : $"{type}({text})";
    }

    private static string Value(JsonNode node) =>
        node switch
        {
            JsonObject { Count: > 0 } part
                when part["class_name"] is JsonValue type && part["config"] is JsonObject config => Called(
                (string)type!,
                config
            ),
            JsonArray list => $"[{string.Join(", ", list.Select(e => e is null ? "null" : Value(e)))}]",
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => Number(value),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => (string)value!,
            _ => node.ToJsonString(),
        };

    private static string Number(JsonValue value) =>
        double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            // Rates are kept in single precision: 0.01 and not 0.009999999776482582.
            ? AxisNumber.Short(number, 7)
            : value.ToJsonString();

    private static bool IsFalse(JsonNode node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.False;

    // How an average is kept says nothing where none is.
    private static bool IsIdle(string key, JsonObject config) =>
        key == "ema_momentum" && config["use_ema"] is { } use && IsFalse(use);

    private static string Camel(string snake)
    {
        string[] words = snake.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((w, i) => i == 0 ? w : char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
