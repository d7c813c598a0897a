using MathNet.Numerics.LinearAlgebra;

namespace Kerasharp.Data;

/// <summary>Examples in MathNet's matrices and vectors. A matrix has one example in each row.</summary>
internal static class MathNetData
{
    // MathNet's matrices lie column by column, as a rule, so their elements have to move.
    public static TensorData Of<T>(Matrix<T> matrix)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return ArrayData.Flat(
            matrix.AsRowMajorArray() ?? matrix.ToRowMajorArray(),
            matrix.RowCount,
            matrix.ColumnCount
        );
    }

    public static TensorData Of<T>(Vector<T> vector)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(vector);
        return ArrayData.Of<T>((Array)(vector.AsArray() ?? vector.ToArray()));
    }
}
