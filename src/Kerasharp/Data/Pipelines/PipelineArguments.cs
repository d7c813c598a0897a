using Kerasharp.Layers;

namespace Kerasharp.Data;

/// <summary>Checks of the arguments of operators and makers.</summary>
internal static class PipelineArguments
{
    public static long NotNegative(long value, string name) =>
        value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                $"{name} of {value} came; at least 0 was expected. Give 0 or a positive number."
            );

    public static int Positive(int value, string name) => Arguments.Positive(value, name);

    /// <summary>How many functions may run at a time; null for one on each core.</summary>
    public static int Parallelism(int? value) => Positive(value ?? Environment.ProcessorCount, "parallelism");
}
