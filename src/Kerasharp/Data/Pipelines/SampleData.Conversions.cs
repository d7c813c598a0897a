using System.Numerics.Tensors;

namespace Kerasharp.Data;

public sealed partial class SampleData
{
    /// <summary>A number of type float.</summary>
    public static implicit operator SampleData(float x) => Number(x);

    /// <summary>A number of type double.</summary>
    public static implicit operator SampleData(double x) => Number(x);

    /// <summary>A number of type Half.</summary>
    public static implicit operator SampleData(Half x) => Number(x);

    /// <summary>A number of type int.</summary>
    public static implicit operator SampleData(int x) => Number(x);

    /// <summary>A number of type long.</summary>
    public static implicit operator SampleData(long x) => Number(x);

    /// <summary>A number of type short.</summary>
    public static implicit operator SampleData(short x) => Number(x);

    /// <summary>A number of type byte.</summary>
    public static implicit operator SampleData(byte x) => Number(x);

    /// <summary>A number of type sbyte.</summary>
    public static implicit operator SampleData(sbyte x) => Number(x);

    /// <summary>A number of type ushort.</summary>
    public static implicit operator SampleData(ushort x) => Number(x);

    /// <summary>A number of type uint.</summary>
    public static implicit operator SampleData(uint x) => Number(x);

    /// <summary>A number of type ulong.</summary>
    public static implicit operator SampleData(ulong x) => Number(x);

    /// <summary>A number of type bool.</summary>
    public static implicit operator SampleData(bool x) => Number(x);

    /// <summary>A tensor of float, in its place.</summary>
    public static implicit operator SampleData(Tensor<float> x) => Of(x);

    /// <summary>A tensor of double, in its place.</summary>
    public static implicit operator SampleData(Tensor<double> x) => Of(x);

    /// <summary>A tensor of Half, in its place.</summary>
    public static implicit operator SampleData(Tensor<Half> x) => Of(x);

    /// <summary>A tensor of int, in its place.</summary>
    public static implicit operator SampleData(Tensor<int> x) => Of(x);

    /// <summary>A tensor of long, in its place.</summary>
    public static implicit operator SampleData(Tensor<long> x) => Of(x);

    /// <summary>A tensor of short, in its place.</summary>
    public static implicit operator SampleData(Tensor<short> x) => Of(x);

    /// <summary>A tensor of byte, in its place.</summary>
    public static implicit operator SampleData(Tensor<byte> x) => Of(x);

    /// <summary>A tensor of sbyte, in its place.</summary>
    public static implicit operator SampleData(Tensor<sbyte> x) => Of(x);

    /// <summary>A tensor of ushort, in its place.</summary>
    public static implicit operator SampleData(Tensor<ushort> x) => Of(x);

    /// <summary>A tensor of uint, in its place.</summary>
    public static implicit operator SampleData(Tensor<uint> x) => Of(x);

    /// <summary>A tensor of ulong, in its place.</summary>
    public static implicit operator SampleData(Tensor<ulong> x) => Of(x);

    /// <summary>A tensor of bool, in its place.</summary>
    public static implicit operator SampleData(Tensor<bool> x) => Of(x);

    /// <summary>An array of float of one dimension, in its place.</summary>
    public static implicit operator SampleData(float[] x) => OfArray<float>(x);

    /// <summary>An array of float of two dimensions, in its place.</summary>
    public static implicit operator SampleData(float[,] x) => OfArray<float>(x);

    /// <summary>An array of float of three dimensions, in its place.</summary>
    public static implicit operator SampleData(float[,,] x) => OfArray<float>(x);

    /// <summary>An array of double of one dimension, in its place.</summary>
    public static implicit operator SampleData(double[] x) => OfArray<double>(x);

    /// <summary>An array of double of two dimensions, in its place.</summary>
    public static implicit operator SampleData(double[,] x) => OfArray<double>(x);

    /// <summary>An array of double of three dimensions, in its place.</summary>
    public static implicit operator SampleData(double[,,] x) => OfArray<double>(x);

    /// <summary>An array of int of one dimension, in its place.</summary>
    public static implicit operator SampleData(int[] x) => OfArray<int>(x);

    /// <summary>An array of int of two dimensions, in its place.</summary>
    public static implicit operator SampleData(int[,] x) => OfArray<int>(x);

    /// <summary>An array of int of three dimensions, in its place.</summary>
    public static implicit operator SampleData(int[,,] x) => OfArray<int>(x);

    /// <summary>An array of long of one dimension, in its place.</summary>
    public static implicit operator SampleData(long[] x) => OfArray<long>(x);

    /// <summary>An array of long of two dimensions, in its place.</summary>
    public static implicit operator SampleData(long[,] x) => OfArray<long>(x);

    /// <summary>An array of long of three dimensions, in its place.</summary>
    public static implicit operator SampleData(long[,,] x) => OfArray<long>(x);

    /// <summary>An array of byte of one dimension, in its place.</summary>
    public static implicit operator SampleData(byte[] x) => OfArray<byte>(x);

    /// <summary>An array of byte of two dimensions, in its place.</summary>
    public static implicit operator SampleData(byte[,] x) => OfArray<byte>(x);

    /// <summary>An array of byte of three dimensions, in its place.</summary>
    public static implicit operator SampleData(byte[,,] x) => OfArray<byte>(x);
}
