using System.Numerics;
using System.Numerics.Tensors;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>Divides each vector along an axis by its norm: x / (sum |x|^order)^(1/order).</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="x">The numbers, of any shape of at least one dimension.</param>
    /// <param name="axis">Along which axis the vectors lie; negative numbers count from the end.</param>
    /// <param name="order">The norm's order, above 0: 1 for the sum, 2 for the length, infinity for the greatest.</param>
    /// <returns>A new tensor of x's shape. Vectors of zeros stay as they are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the order is not above 0.</exception>
    /// <remarks>Keras: <c>keras.utils.normalize</c>.</remarks>
    /// <example><code>var unit = Utils.Normalize(Tensor.Create(new float[] { 3, 4 }, [1, 2]));   // 0.6, 0.8</code></example>
    public static Tensor<T> Normalize<T>(Tensor<T> x, int axis = -1, double order = 2)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        int place = axis < 0 ? axis + x.Rank : axis;
        if (place < 0 || place >= x.Rank)
            throw new ArgumentOutOfRangeException(
                nameof(axis),
                $"The axis {axis} came for a tensor of {x.Rank} dimensions; {-x.Rank} to {x.Rank - 1} was expected. Give such a number."
            );
        if (!(order > 0))
            throw new ArgumentOutOfRangeException(
                nameof(order),
                FormattableString.Invariant(
                    $"order of {order} came; a number above 0 was expected. Give 1, 2 or infinity, say."
                )
            );
        var values = new T[x.FlattenedLength];
        x.FlattenTo(values);
        int length = (int)x.Lengths[place];
        int step = 1;
        for (int i = place + 1; i < x.Rank; i++)
            step *= (int)x.Lengths[i];
        for (int block = 0; block < values.Length; block += length * step)
        for (int first = block; first < block + step; first++)
        {
            double norm = Norm(values, first, step, length, order);
            if (norm > 0)
                for (int i = 0; i < length; i++)
                    values[first + i * step] = T.CreateTruncating(
                        double.CreateTruncating(values[first + i * step]) / norm
                    );
        }
        return Tensor.Create(values, x.Lengths);
    }

    /// <summary>The norm of a vector, computed of its parts of the greatest, so that no power overflows.</summary>
    private static double Norm<T>(T[] values, int first, int step, int length, double order)
        where T : unmanaged, INumber<T>
    {
        double greatest = 0;
        for (int i = 0; i < length; i++)
            greatest = Math.Max(greatest, Math.Abs(double.CreateTruncating(values[first + i * step])));
        if (greatest == 0 || double.IsPositiveInfinity(order) || !double.IsFinite(greatest))
            return greatest;
        double sum = 0;
        for (int i = 0; i < length; i++)
            sum += Math.Pow(Math.Abs(double.CreateTruncating(values[first + i * step])) / greatest, order);
        return greatest * Math.Pow(sum, 1 / order);
    }
}
