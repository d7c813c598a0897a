using System.Numerics.Tensors;

namespace Kerasharp.Data;

// C# does not chain conversions of this kind, so a list needs those of a single array, too.
public sealed partial class SampleDataList
{
    /// <summary>A number of type float.</summary>
    public static implicit operator SampleDataList(float x) => new((SampleData)x);

    /// <summary>A number of type double.</summary>
    public static implicit operator SampleDataList(double x) => new((SampleData)x);

    /// <summary>A number of type Half.</summary>
    public static implicit operator SampleDataList(Half x) => new((SampleData)x);

    /// <summary>A number of type int.</summary>
    public static implicit operator SampleDataList(int x) => new((SampleData)x);

    /// <summary>A number of type long.</summary>
    public static implicit operator SampleDataList(long x) => new((SampleData)x);

    /// <summary>A number of type short.</summary>
    public static implicit operator SampleDataList(short x) => new((SampleData)x);

    /// <summary>A number of type byte.</summary>
    public static implicit operator SampleDataList(byte x) => new((SampleData)x);

    /// <summary>A number of type sbyte.</summary>
    public static implicit operator SampleDataList(sbyte x) => new((SampleData)x);

    /// <summary>A number of type ushort.</summary>
    public static implicit operator SampleDataList(ushort x) => new((SampleData)x);

    /// <summary>A number of type uint.</summary>
    public static implicit operator SampleDataList(uint x) => new((SampleData)x);

    /// <summary>A number of type ulong.</summary>
    public static implicit operator SampleDataList(ulong x) => new((SampleData)x);

    /// <summary>A number of type bool.</summary>
    public static implicit operator SampleDataList(bool x) => new((SampleData)x);

    /// <summary>A tensor of float, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<float> x) => new((SampleData)x);

    /// <summary>A tensor of double, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<double> x) => new((SampleData)x);

    /// <summary>A tensor of Half, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<Half> x) => new((SampleData)x);

    /// <summary>A tensor of int, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<int> x) => new((SampleData)x);

    /// <summary>A tensor of long, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<long> x) => new((SampleData)x);

    /// <summary>A tensor of short, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<short> x) => new((SampleData)x);

    /// <summary>A tensor of byte, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<byte> x) => new((SampleData)x);

    /// <summary>A tensor of sbyte, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<sbyte> x) => new((SampleData)x);

    /// <summary>A tensor of ushort, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<ushort> x) => new((SampleData)x);

    /// <summary>A tensor of uint, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<uint> x) => new((SampleData)x);

    /// <summary>A tensor of ulong, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<ulong> x) => new((SampleData)x);

    /// <summary>A tensor of bool, in its place.</summary>
    public static implicit operator SampleDataList(Tensor<bool> x) => new((SampleData)x);

    /// <summary>An array of float of one dimension, in its place.</summary>
    public static implicit operator SampleDataList(float[] x) => new((SampleData)x);

    /// <summary>An array of float of two dimensions, in its place.</summary>
    public static implicit operator SampleDataList(float[,] x) => new((SampleData)x);

    /// <summary>An array of float of three dimensions, in its place.</summary>
    public static implicit operator SampleDataList(float[,,] x) => new((SampleData)x);

    /// <summary>An array of double of one dimension, in its place.</summary>
    public static implicit operator SampleDataList(double[] x) => new((SampleData)x);

    /// <summary>An array of double of two dimensions, in its place.</summary>
    public static implicit operator SampleDataList(double[,] x) => new((SampleData)x);

    /// <summary>An array of double of three dimensions, in its place.</summary>
    public static implicit operator SampleDataList(double[,,] x) => new((SampleData)x);

    /// <summary>An array of int of one dimension, in its place.</summary>
    public static implicit operator SampleDataList(int[] x) => new((SampleData)x);

    /// <summary>An array of int of two dimensions, in its place.</summary>
    public static implicit operator SampleDataList(int[,] x) => new((SampleData)x);

    /// <summary>An array of int of three dimensions, in its place.</summary>
    public static implicit operator SampleDataList(int[,,] x) => new((SampleData)x);

    /// <summary>An array of long of one dimension, in its place.</summary>
    public static implicit operator SampleDataList(long[] x) => new((SampleData)x);

    /// <summary>An array of long of two dimensions, in its place.</summary>
    public static implicit operator SampleDataList(long[,] x) => new((SampleData)x);

    /// <summary>An array of long of three dimensions, in its place.</summary>
    public static implicit operator SampleDataList(long[,,] x) => new((SampleData)x);

    /// <summary>An array of byte of one dimension, in its place.</summary>
    public static implicit operator SampleDataList(byte[] x) => new((SampleData)x);

    /// <summary>An array of byte of two dimensions, in its place.</summary>
    public static implicit operator SampleDataList(byte[,] x) => new((SampleData)x);

    /// <summary>An array of byte of three dimensions, in its place.</summary>
    public static implicit operator SampleDataList(byte[,,] x) => new((SampleData)x);
}
