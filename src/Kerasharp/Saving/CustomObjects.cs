using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Activations;

namespace Kerasharp.Saving;

/// <summary>
/// Classes and functions of one's own by the names under which they are written to configurations and found again: layers,
/// initializers, regularizers, constraints, losses, metrics, models, activations.
/// </summary>
/// <remarks>Keras: <c>keras.saving.register_keras_serializable</c> and <c>get_custom_objects</c>.</remarks>
/// <example><code>
/// CustomObjects.Register&lt;Scale&gt;();
/// var copy = Model.FromJson(model.ToJson());
/// </code></example>
public static class CustomObjects
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<Type, string> NamesByType = [];
    private static readonly Dictionary<string, Func<JsonObject, object>> Makers = [];
    private static readonly Dictionary<string, ActivationFunction> Functions = [];
    private static readonly Dictionary<string, Delegate> Delegates = [];

    /// <summary>
    /// Registers a class. Its constructor's parameters are its configuration, each with a public property of the same name; a class that
    /// needs another form overrides <c>GetConfig</c> and gives <paramref name="fromConfig"/>.
    /// </summary>
    /// <param name="package">What the name begins with, so that names of different libraries do not meet; <c>Custom</c> by default.</param>
    /// <param name="name">The name; by default the class's.</param>
    /// <param name="fromConfig">Makes an object of its configuration, where the constructor does not.</param>
    /// <exception cref="ArgumentException">Another class has that name.</exception>
    public static void Register<
        [DynamicallyAccessedMembers(
            DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties
        )]
            T
    >(string package = "Custom", string? name = null, Func<JsonObject, T>? fromConfig = null)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(package);
        string full = $"{package}>{name ?? typeof(T).Name}";
        lock (Gate)
        {
            if (Makers.ContainsKey(full) && NamesByType.GetValueOrDefault(typeof(T)) != full)
                throw new ArgumentException(
                    $"A second class was registered as '{full}'. Give one of them another package or name."
                );
            NamesByType[typeof(T)] = full;
            Makers[full] = fromConfig is null
                ? config => Configuration.Make(typeof(T), config)
                : config => fromConfig(config);
        }
    }

    /// <summary>Registers an activation under its name, so that layers which have it can be written and read.</summary>
    /// <exception cref="ArgumentException">The name is one of Keras's.</exception>
    public static void Register(ActivationFunction activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (ActivationFunction.Names.Contains(activation.Name))
            throw new ArgumentException(
                $"An activation was registered as '{activation.Name}', which is the name of one of Keras's. Give it another."
            );
        lock (Gate)
            Functions[activation.Name] = activation;
    }

    /// <summary>Registers a function of a tensor under a name, so that a Lambda layer which has it can be written and read.</summary>
    /// <example><code>
    /// Func&lt;SymbolicTensor, SymbolicTensor&gt; square = x => x * x;
    /// CustomObjects.Register("square", square);
    /// var json = new Lambda(square).GetConfig();
    /// </code></example>
    public static void Register(string name, Func<SymbolicTensor, SymbolicTensor> function) => Keep(name, function);

    /// <summary>Registers a function of several tensors under a name.</summary>
    public static void Register(string name, Func<IReadOnlyList<SymbolicTensor>, SymbolicTensorList> function) =>
        Keep(name, function);

    /// <summary>Registers a function of tensors and of numbers by name under a name.</summary>
    public static void Register(
        string name,
        Func<IReadOnlyList<SymbolicTensor>, IReadOnlyDictionary<string, double>, SymbolicTensorList> function
    ) => Keep(name, function);

    /// <summary>Registers a function that makes a mask of tensors and of the first one's mask under a name.</summary>
    public static void Register(
        string name,
        Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?> mask
    ) => Keep(name, mask);

    /// <summary>Registers a function of targets and predictions under a name, so that a loss or metric which has it can be written and read.</summary>
    public static void Register(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        Keep(name, function);

    /// <summary>Registers a function that standardizes texts under a name, so that a TextVectorization which has it can be written and read.</summary>
    public static void Register(string name, Func<string, string> standardize) => Keep(name, standardize);

    /// <summary>Registers a function that splits texts under a name, so that a TextVectorization which has it can be written and read.</summary>
    public static void Register(string name, Func<string, IEnumerable<string>> split) => Keep(name, split);

    /// <summary>The name under which a function is registered; null where it is not.</summary>
    internal static string? NameOf(Delegate function)
    {
        lock (Gate)
            return Delegates.FirstOrDefault(d => d.Value.Equals(function)).Key;
    }

    /// <summary>The function of a name; null where none is registered under it.</summary>
    internal static Delegate? Function(string name)
    {
        lock (Gate)
            return Delegates.GetValueOrDefault(name);
    }

    internal static ActivationFunction? Activation(string name)
    {
        lock (Gate)
            return Functions.GetValueOrDefault(name);
    }

    private static void Keep(string name, Delegate function)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        lock (Gate)
            Delegates[name] = function;
    }

    /// <summary>The name of a class in files.</summary>
    internal static string NameOf(Type type)
    {
        lock (Gate)
            return NamesByType.GetValueOrDefault(type) ?? $"{type.Namespace}>{type.Name}";
    }

    /// <summary>What makes an object of a class, if it is registered.</summary>
    internal static Func<JsonObject, object>? Find(Type type)
    {
        lock (Gate)
            return NamesByType.TryGetValue(type, out string? name) ? Makers[name] : null;
    }

    /// <summary>What makes an object of a registered class; null where none has that name.</summary>
    internal static Func<JsonObject, object>? Find(string? registeredName, string className)
    {
        lock (Gate)
        {
            if (registeredName is not null && Makers.TryGetValue(registeredName, out var exact))
                return exact;
            // A file of another program may not know the package.
            return registeredName is null
                ? Makers.FirstOrDefault(m => m.Key.EndsWith(">" + className, StringComparison.Ordinal)).Value
                : null;
        }
    }
}
