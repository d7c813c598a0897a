using System.Reflection;
using System.Text.Json;
using Kerasharp.Activations;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Activations;

/// <summary>A case of activations.json: a function with arguments, what it makes of an input, and its gradient.</summary>
internal sealed class ActivationCase
{
    private static readonly Dictionary<string, JsonElement> All = ReferenceFiles
        .Json("activations.json")
        .EnumerateArray()
        .ToDictionary(c => c.GetProperty("name").GetString()!);

    private readonly JsonElement _json;

    private ActivationCase(JsonElement json) => _json = json;

    public static IEnumerable<string> Names => All.Keys;

    public string Activation => _json.GetProperty("activation").GetString()!;

    /// <summary>Whether small values are to be right in all their digits.</summary>
    public bool IsRelative => _json.GetProperty("relative").GetBoolean();

    public JsonElement Input => _json.GetProperty("input");

    public JsonElement Cotangent => _json.GetProperty("cotangent");

    public double[] Output => _json.GetProperty("output").Numbers();

    public double[] Gradient => _json.GetProperty("gradient").Numbers();

    public static ActivationCase Get(string name) => new(All[name]);

    /// <summary>The function: by its name where there are no arguments, else that of Ops with the arguments.</summary>
    public ActivationFunction Function()
    {
        var arguments = _json
            .GetProperty("arguments")
            .EnumerateObject()
            .ToDictionary(a => Pascal(a.Name), a => a.Value);
        if (arguments.Count == 0)
            return Activation;
        var method = Method(Activation)!;
        return new ActivationFunction(
            Activation,
            x =>
            {
                object?[] values =
                [
                    x,
                    .. method
                        .GetParameters()
                        .Skip(1)
                        .Select(p =>
                            arguments.TryGetValue(Pascal(p.Name!), out var given) ? Value(given, p) : p.DefaultValue
                        ),
                ];
                return (SymbolicTensor)method.Invoke(null, values)!;
            }
        );
    }

    /// <summary>The function of Ops that Keras's name means, in its longest form; none for what is no operation.</summary>
    public static MethodInfo? Method(string activation) =>
        typeof(Ops)
            .GetMethods()
            .Where(m => m.Name == (activation == "exponential" ? nameof(Ops.Exp) : Pascal(activation)))
            .MaxBy(m => m.GetParameters().Length);

    /// <summary>Keras's name as C# has it: <c>max_value</c> is <c>MaxValue</c>.</summary>
    public static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static object Value(JsonElement given, ParameterInfo parameter) =>
        parameter.ParameterType == typeof(int) ? given.GetInt32()
        : parameter.ParameterType == typeof(bool) ? given.GetBoolean()
        : given.GetDouble();
}
