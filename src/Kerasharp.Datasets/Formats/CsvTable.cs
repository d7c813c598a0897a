using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>A table of numbers from a CSV file.</summary>
/// <param name="Columns">The names of the columns; none if the file has no header.</param>
/// <param name="Values">The numbers, shape (rows, columns).</param>
public sealed record CsvTable(IReadOnlyList<string> Columns, Tensor<double> Values);
