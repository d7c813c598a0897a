using System.Text.Json.Nodes;
using Kerasharp.Callbacks;

namespace Kerasharp.Saving;

/// <summary>What callbacks carry from epoch to epoch, for a backup: each by its class and its place among those of the class.</summary>
internal static class CallbackStates
{
    /// <summary>What those that carry anything carry.</summary>
    public static (JsonArray States, SafeTensorEntry[] Tensors) Write(IReadOnlyList<Callback> callbacks)
    {
        var states = new JsonArray();
        var tensors = new List<SafeTensorEntry>();
        foreach (var (callback, key) in Keyed(callbacks))
        {
            if (callback.GetState() is not { } state)
                continue;
            states.Add((JsonNode)new JsonObject { ["callback"] = key, ["state"] = state });
            tensors.AddRange(callback.GetTensors().Select(t => t with { Name = $"{key}/{t.Name}" }));
        }
        return (states, [.. tensors]);
    }

    /// <summary>Sets them; a callback that the other run had not is as it began.</summary>
    public static void Read(
        IReadOnlyList<Callback> callbacks,
        JsonArray states,
        IReadOnlyDictionary<string, SafeTensorEntry> tensors
    )
    {
        var byKey = states.ToDictionary(s => s!["callback"]!.GetValue<string>(), s => s!["state"]!.AsObject());
        foreach (var (callback, key) in Keyed(callbacks))
        {
            if (!byKey.TryGetValue(key, out var state))
                continue;
            callback.SetState(state);
            string prefix = key + "/";
            callback.SetTensors(
                tensors
                    .Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .ToDictionary(t => t.Key[prefix.Length..], t => t.Value)
            );
        }
    }

    private static IEnumerable<(Callback Callback, string Key)> Keyed(IReadOnlyList<Callback> callbacks)
    {
        var counts = new Dictionary<string, int>();
        foreach (var callback in callbacks)
        {
            string name = callback.GetType().FullName ?? callback.GetType().Name;
            int count = counts[name] = counts.GetValueOrDefault(name) + 1;
            yield return (callback, FormattableString.Invariant($"{name}#{count}"));
        }
    }
}
