using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kerasharp;

/// <summary>
/// What a device's execution provider is told, by properties: those that are null are left to ONNX Runtime. Each provider has its own class:
/// <see cref="CudaOptions"/>, <see cref="WebGpuOptions"/>, <see cref="DirectMLOptions"/>, <see cref="CoreMLOptions"/>.
/// </summary>
public abstract record DeviceOptions
{
    private protected DeviceOptions() { }

    /// <summary>Further options by ONNX Runtime's own names, such as sdpa_kernel; a property wins over an entry of the same name.</summary>
    public IReadOnlyDictionary<string, string>? Others { get; init; }

    /// <summary>The properties as ONNX Runtime names and writes them; null where one is not set.</summary>
    private protected abstract IEnumerable<(string Key, string? Value)> Settings { get; }

    /// <summary>All that is set, by ONNX Runtime's names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A property holds what ONNX Runtime does not take.</exception>
    internal Dictionary<string, string> ToDictionary()
    {
        var all = new Dictionary<string, string>(Others ?? new Dictionary<string, string>());
        foreach (var (key, value) in Settings)
            if (value is not null)
                all[key] = value;
        return all;
    }

    private protected static string? Flag(bool? value) =>
        value switch
        {
            true => "1",
            false => "0",
            null => null,
        };

    private protected static string? Word(bool? value) =>
        value switch
        {
            true => "true",
            false => "false",
            null => null,
        };

    private protected static string? Number(
        long? value,
        long most = long.MaxValue,
        [CallerArgumentExpression(nameof(value))] string name = ""
    ) =>
        value is not { } number ? null
        : number >= 1 && number <= most ? number.ToString(CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(
            name,
            FormattableString.Invariant(
                $"{name} is {number}; a number of at least 1{(most < long.MaxValue ? FormattableString.Invariant($" and at most {most}") : "")} was expected. Give one, or leave it out."
            )
        );

    private protected static string? Name<T>(
        T? value,
        Func<T, string> text,
        [CallerArgumentExpression(nameof(value))] string name = ""
    )
        where T : struct, Enum =>
        value is not { } member ? null
        : Enum.IsDefined(member) ? text(member)
        : throw new ArgumentOutOfRangeException(
            name,
            $"{name} is {member:D}, which is none of {typeof(T).Name}; one of {string.Join(", ", Enum.GetNames<T>())} was expected. Give one of these."
        );
}
