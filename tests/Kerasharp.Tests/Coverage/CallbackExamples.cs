using System.Linq.Expressions;
using System.Reflection;
using Kerasharp.Callbacks;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Coverage;

/// <summary>Callbacks with each argument other than its default, by name; a function is any of its type.</summary>
internal static class CallbackExamples
{
    private static readonly object Function = new();

    /// <summary>Which arguments each example is given.</summary>
    public static IReadOnlyList<(string Class, Dictionary<string, object> Arguments)> All { get; } =
    [
        ("History", []),
        ("ProgbarLogger", []),
        (
            "EarlyStopping",
            new()
            {
                ["monitor"] = "loss",
                ["min_delta"] = 0.1,
                ["patience"] = 2,
                ["verbose"] = 1,
                ["mode"] = "min",
                ["baseline"] = 0.5,
                ["restore_best_weights"] = true,
                ["start_from_epoch"] = 3,
            }
        ),
        (
            "ModelCheckpoint",
            new()
            {
                ["filepath"] = "model.{epoch:02d}.kerasharp",
                ["monitor"] = "loss",
                ["verbose"] = 1,
                ["save_best_only"] = true,
                ["mode"] = "max",
                ["save_freq"] = 10,
                ["initial_value_threshold"] = 0.5,
            }
        ),
        ("ModelCheckpoint", new() { ["filepath"] = "weights.safetensors", ["save_weights_only"] = true }),
        (
            "BackupAndRestore",
            new()
            {
                ["backup_dir"] = "backup",
                ["save_freq"] = 10,
                ["double_checkpoint"] = true,
                ["delete_checkpoint"] = false,
            }
        ),
        (
            "ReduceLROnPlateau",
            new()
            {
                ["monitor"] = "loss",
                ["factor"] = 0.5,
                ["patience"] = 2,
                ["verbose"] = 1,
                ["mode"] = "min",
                ["min_delta"] = 0.01,
                ["cooldown"] = 1,
                ["min_lr"] = 0.001,
            }
        ),
        ("LearningRateScheduler", new() { ["schedule"] = Function, ["verbose"] = 1 }),
        (
            "TensorBoard",
            new()
            {
                ["log_dir"] = "elsewhere",
                ["histogram_freq"] = 1,
                ["write_graph"] = false,
                ["write_images"] = true,
                ["write_steps_per_second"] = true,
                ["update_freq"] = "batch",
                ["embeddings_freq"] = 1,
                ["embeddings_metadata"] = "words.tsv",
            }
        ),
        (
            "CSVLogger",
            new()
            {
                ["filename"] = "log.csv",
                ["separator"] = ";",
                ["append"] = true,
            }
        ),
        (
            "LambdaCallback",
            new()
            {
                ["on_epoch_begin"] = Function,
                ["on_epoch_end"] = Function,
                ["on_train_begin"] = Function,
                ["on_train_end"] = Function,
                ["on_train_batch_begin"] = Function,
                ["on_train_batch_end"] = Function,
                ["on_test_begin"] = Function,
                ["on_test_end"] = Function,
                ["on_test_batch_begin"] = Function,
                ["on_test_batch_end"] = Function,
                ["on_predict_begin"] = Function,
                ["on_predict_end"] = Function,
                ["on_predict_batch_begin"] = Function,
                ["on_predict_batch_end"] = Function,
            }
        ),
        ("TerminateOnNaN", new() { ["raise_error"] = true }),
        ("SwapEMAWeights", new() { ["swap_on_epoch"] = true }),
        (
            "RemoteMonitor",
            new()
            {
                ["root"] = "http://localhost:9001",
                ["path"] = "/elsewhere/",
                ["field"] = "numbers",
                ["headers"] = new Dictionary<string, string> { ["token"] = "1" },
                ["send_as_json"] = true,
            }
        ),
    ];

    /// <summary>Which arguments the examples of a class set, each to something other than its default, once all of them were made.</summary>
    public static (int Examples, HashSet<string> Set) Of(Type type)
    {
        var constructor = Configuration.Constructor(type);
        var parameters = constructor.GetParameters();
        var set = new HashSet<string>();
        int count = 0;
        foreach (var (_, given) in All.Where(e => e.Class == type.Name))
        {
            count++;
            object?[] arguments = Array.ConvertAll(
                parameters,
                p =>
                    given.TryGetValue(Configuration.Key(p), out object? value) ? As(value, p.ParameterType) : Default(p)
            );
            Assert.IsAssignableFrom<Callback>(constructor.Invoke(arguments));
            for (int i = 0; i < parameters.Length; i++)
                if (!Equals(arguments[i], Default(parameters[i])))
                    set.Add(Configuration.Key(parameters[i]));
        }
        return (count, set);
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter is { DefaultValue: null, ParameterType.IsValueType: true }
            ? Activator.CreateInstance(parameter.ParameterType)
            : parameter.DefaultValue;

    /// <summary>A value as C# would convert it for a parameter.</summary>
    private static object As(object value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value == Function)
        {
            var invoke = type.GetMethod("Invoke")!;
            var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType));
            return Expression.Lambda(type, Expression.Default(invoke.ReturnType), parameters).Compile();
        }
        if (type.IsInstanceOfType(value))
            return value;
        var conversion = type.GetMethod("op_Implicit", [value.GetType()]);
        return conversion?.Invoke(null, [value]) ?? Convert.ChangeType(value, type, null);
    }
}
