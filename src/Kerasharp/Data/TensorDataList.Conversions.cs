using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kerasharp.Data;

// C# does not chain conversions of this kind, so a list needs those of a single array, too.
public sealed partial class TensorDataList
{
    /// <summary>Examples in a tensor of float.</summary>
    public static implicit operator TensorDataList(Tensor<float> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of double.</summary>
    public static implicit operator TensorDataList(Tensor<double> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of Half.</summary>
    public static implicit operator TensorDataList(Tensor<Half> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of int.</summary>
    public static implicit operator TensorDataList(Tensor<int> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of long.</summary>
    public static implicit operator TensorDataList(Tensor<long> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of short.</summary>
    public static implicit operator TensorDataList(Tensor<short> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of byte.</summary>
    public static implicit operator TensorDataList(Tensor<byte> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of sbyte.</summary>
    public static implicit operator TensorDataList(Tensor<sbyte> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of ushort.</summary>
    public static implicit operator TensorDataList(Tensor<ushort> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of uint.</summary>
    public static implicit operator TensorDataList(Tensor<uint> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of ulong.</summary>
    public static implicit operator TensorDataList(Tensor<ulong> x) => new((TensorData)x);

    /// <summary>Examples in a tensor of bool.</summary>
    public static implicit operator TensorDataList(Tensor<bool> x) => new((TensorData)x);

    /// <summary>One number of type float for each example.</summary>
    public static implicit operator TensorDataList(float[] x) => new((TensorData)x);

    /// <summary>A row of float for each example.</summary>
    public static implicit operator TensorDataList(float[,] x) => new((TensorData)x);

    /// <summary>A matrix of float for each example.</summary>
    public static implicit operator TensorDataList(float[,,] x) => new((TensorData)x);

    /// <summary>An array of float of three dimensions for each example.</summary>
    public static implicit operator TensorDataList(float[,,,] x) => new((TensorData)x);

    /// <summary>A row of float for each example, copied; all of one length.</summary>
    public static implicit operator TensorDataList(float[][] x) => new((TensorData)x);

    /// <summary>One number of type double for each example.</summary>
    public static implicit operator TensorDataList(double[] x) => new((TensorData)x);

    /// <summary>A row of double for each example.</summary>
    public static implicit operator TensorDataList(double[,] x) => new((TensorData)x);

    /// <summary>A matrix of double for each example.</summary>
    public static implicit operator TensorDataList(double[,,] x) => new((TensorData)x);

    /// <summary>An array of double of three dimensions for each example.</summary>
    public static implicit operator TensorDataList(double[,,,] x) => new((TensorData)x);

    /// <summary>A row of double for each example, copied; all of one length.</summary>
    public static implicit operator TensorDataList(double[][] x) => new((TensorData)x);

    /// <summary>One number of type int for each example.</summary>
    public static implicit operator TensorDataList(int[] x) => new((TensorData)x);

    /// <summary>A row of int for each example.</summary>
    public static implicit operator TensorDataList(int[,] x) => new((TensorData)x);

    /// <summary>A matrix of int for each example.</summary>
    public static implicit operator TensorDataList(int[,,] x) => new((TensorData)x);

    /// <summary>An array of int of three dimensions for each example.</summary>
    public static implicit operator TensorDataList(int[,,,] x) => new((TensorData)x);

    /// <summary>A row of int for each example, copied; all of one length.</summary>
    public static implicit operator TensorDataList(int[][] x) => new((TensorData)x);

    /// <summary>One number of type long for each example.</summary>
    public static implicit operator TensorDataList(long[] x) => new((TensorData)x);

    /// <summary>A row of long for each example.</summary>
    public static implicit operator TensorDataList(long[,] x) => new((TensorData)x);

    /// <summary>A matrix of long for each example.</summary>
    public static implicit operator TensorDataList(long[,,] x) => new((TensorData)x);

    /// <summary>An array of long of three dimensions for each example.</summary>
    public static implicit operator TensorDataList(long[,,,] x) => new((TensorData)x);

    /// <summary>A row of long for each example, copied; all of one length.</summary>
    public static implicit operator TensorDataList(long[][] x) => new((TensorData)x);

    /// <summary>One number of type byte for each example.</summary>
    public static implicit operator TensorDataList(byte[] x) => new((TensorData)x);

    /// <summary>A row of byte for each example.</summary>
    public static implicit operator TensorDataList(byte[,] x) => new((TensorData)x);

    /// <summary>A matrix of byte for each example.</summary>
    public static implicit operator TensorDataList(byte[,,] x) => new((TensorData)x);

    /// <summary>An array of byte of three dimensions for each example.</summary>
    public static implicit operator TensorDataList(byte[,,,] x) => new((TensorData)x);

    /// <summary>A row of byte for each example, copied; all of one length.</summary>
    public static implicit operator TensorDataList(byte[][] x) => new((TensorData)x);

    /// <summary>A row of float for each example, copied if the matrix lies column by column.</summary>
    public static implicit operator TensorDataList(Matrix<float> x) => new((TensorData)x);

    /// <summary>One number of type float for each example.</summary>
    public static implicit operator TensorDataList(Vector<float> x) => new((TensorData)x);

    /// <summary>A row of double for each example, copied if the matrix lies column by column.</summary>
    public static implicit operator TensorDataList(Matrix<double> x) => new((TensorData)x);

    /// <summary>One number of type double for each example.</summary>
    public static implicit operator TensorDataList(Vector<double> x) => new((TensorData)x);
}
