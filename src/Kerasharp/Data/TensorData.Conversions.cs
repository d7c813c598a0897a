using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kerasharp.Data;

public abstract partial class TensorData
{
    /// <summary>Examples in a tensor of float.</summary>
    public static implicit operator TensorData(Tensor<float> x) => DenseTensorData<float>.Of(x);

    /// <summary>Examples in a tensor of double.</summary>
    public static implicit operator TensorData(Tensor<double> x) => DenseTensorData<double>.Of(x);

    /// <summary>Examples in a tensor of Half.</summary>
    public static implicit operator TensorData(Tensor<Half> x) => DenseTensorData<Half>.Of(x);

    /// <summary>Examples in a tensor of int.</summary>
    public static implicit operator TensorData(Tensor<int> x) => DenseTensorData<int>.Of(x);

    /// <summary>Examples in a tensor of long.</summary>
    public static implicit operator TensorData(Tensor<long> x) => DenseTensorData<long>.Of(x);

    /// <summary>Examples in a tensor of short.</summary>
    public static implicit operator TensorData(Tensor<short> x) => DenseTensorData<short>.Of(x);

    /// <summary>Examples in a tensor of byte.</summary>
    public static implicit operator TensorData(Tensor<byte> x) => DenseTensorData<byte>.Of(x);

    /// <summary>Examples in a tensor of sbyte.</summary>
    public static implicit operator TensorData(Tensor<sbyte> x) => DenseTensorData<sbyte>.Of(x);

    /// <summary>Examples in a tensor of ushort.</summary>
    public static implicit operator TensorData(Tensor<ushort> x) => DenseTensorData<ushort>.Of(x);

    /// <summary>Examples in a tensor of uint.</summary>
    public static implicit operator TensorData(Tensor<uint> x) => DenseTensorData<uint>.Of(x);

    /// <summary>Examples in a tensor of ulong.</summary>
    public static implicit operator TensorData(Tensor<ulong> x) => DenseTensorData<ulong>.Of(x);

    /// <summary>Examples in a tensor of bool.</summary>
    public static implicit operator TensorData(Tensor<bool> x) => DenseTensorData<bool>.Of(x);

    /// <summary>One number of type float for each example.</summary>
    public static implicit operator TensorData(float[] x) => ArrayData.Of<float>(x);

    /// <summary>A row of float for each example.</summary>
    public static implicit operator TensorData(float[,] x) => ArrayData.Of<float>(x);

    /// <summary>A matrix of float for each example.</summary>
    public static implicit operator TensorData(float[,,] x) => ArrayData.Of<float>(x);

    /// <summary>An array of float of three dimensions for each example.</summary>
    public static implicit operator TensorData(float[,,,] x) => ArrayData.Of<float>(x);

    /// <summary>A row of float for each example, copied; all of one length.</summary>
    public static implicit operator TensorData(float[][] x) => ArrayData.OfRows(x);

    /// <summary>One number of type double for each example.</summary>
    public static implicit operator TensorData(double[] x) => ArrayData.Of<double>(x);

    /// <summary>A row of double for each example.</summary>
    public static implicit operator TensorData(double[,] x) => ArrayData.Of<double>(x);

    /// <summary>A matrix of double for each example.</summary>
    public static implicit operator TensorData(double[,,] x) => ArrayData.Of<double>(x);

    /// <summary>An array of double of three dimensions for each example.</summary>
    public static implicit operator TensorData(double[,,,] x) => ArrayData.Of<double>(x);

    /// <summary>A row of double for each example, copied; all of one length.</summary>
    public static implicit operator TensorData(double[][] x) => ArrayData.OfRows(x);

    /// <summary>One number of type int for each example.</summary>
    public static implicit operator TensorData(int[] x) => ArrayData.Of<int>(x);

    /// <summary>A row of int for each example.</summary>
    public static implicit operator TensorData(int[,] x) => ArrayData.Of<int>(x);

    /// <summary>A matrix of int for each example.</summary>
    public static implicit operator TensorData(int[,,] x) => ArrayData.Of<int>(x);

    /// <summary>An array of int of three dimensions for each example.</summary>
    public static implicit operator TensorData(int[,,,] x) => ArrayData.Of<int>(x);

    /// <summary>A row of int for each example, copied; all of one length.</summary>
    public static implicit operator TensorData(int[][] x) => ArrayData.OfRows(x);

    /// <summary>One number of type long for each example.</summary>
    public static implicit operator TensorData(long[] x) => ArrayData.Of<long>(x);

    /// <summary>A row of long for each example.</summary>
    public static implicit operator TensorData(long[,] x) => ArrayData.Of<long>(x);

    /// <summary>A matrix of long for each example.</summary>
    public static implicit operator TensorData(long[,,] x) => ArrayData.Of<long>(x);

    /// <summary>An array of long of three dimensions for each example.</summary>
    public static implicit operator TensorData(long[,,,] x) => ArrayData.Of<long>(x);

    /// <summary>A row of long for each example, copied; all of one length.</summary>
    public static implicit operator TensorData(long[][] x) => ArrayData.OfRows(x);

    /// <summary>One number of type byte for each example.</summary>
    public static implicit operator TensorData(byte[] x) => ArrayData.Of<byte>(x);

    /// <summary>A row of byte for each example.</summary>
    public static implicit operator TensorData(byte[,] x) => ArrayData.Of<byte>(x);

    /// <summary>A matrix of byte for each example.</summary>
    public static implicit operator TensorData(byte[,,] x) => ArrayData.Of<byte>(x);

    /// <summary>An array of byte of three dimensions for each example.</summary>
    public static implicit operator TensorData(byte[,,,] x) => ArrayData.Of<byte>(x);

    /// <summary>A row of byte for each example, copied; all of one length.</summary>
    public static implicit operator TensorData(byte[][] x) => ArrayData.OfRows(x);

    /// <summary>Truth values of examples, shape (n,).</summary>
    public static implicit operator TensorData(bool[] x) => ArrayData.Of<bool>(x);

    /// <summary>Truth values, such as a mask of sequences, shape (n, steps).</summary>
    public static implicit operator TensorData(bool[,] x) => ArrayData.Of<bool>(x);

    /// <summary>A row of float for each example, copied if the matrix lies column by column.</summary>
    public static implicit operator TensorData(Matrix<float> x) => MathNetData.Of(x);

    /// <summary>One number of type float for each example.</summary>
    public static implicit operator TensorData(Vector<float> x) => MathNetData.Of(x);

    /// <summary>A row of double for each example, copied if the matrix lies column by column.</summary>
    public static implicit operator TensorData(Matrix<double> x) => MathNetData.Of(x);

    /// <summary>One number of type double for each example.</summary>
    public static implicit operator TensorData(Vector<double> x) => MathNetData.Of(x);
}
