using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using MathNet.Numerics.LinearAlgebra;

namespace Kerasharp.Tests.Data;

public class TensorDataTests
{
    [Fact]
    public void ArraysOfEveryRankLieInOrder()
    {
        Check<float>(new float[] { 1, 2, 3 }, ElementType.Float32, "(3,)", 1, 2, 3);
        Check<double>(
            new double[,]
            {
                { 1, 2 },
                { 3, 4 },
                { 5, 6 },
            },
            ElementType.Float64,
            "(3, 2)",
            1,
            2,
            3,
            4,
            5,
            6
        );
        Check<int>(
            new int[,,]
            {
                {
                    { 1, 2 },
                    { 3, 4 },
                },
            },
            ElementType.Int32,
            "(1, 2, 2)",
            1,
            2,
            3,
            4
        );
        Check<long>(
            new long[,,,]
            {
                {
                    {
                        { 1 },
                        { 2 },
                    },
                },
            },
            ElementType.Int64,
            "(1, 1, 2, 1)",
            1,
            2
        );
        Check<byte>(new byte[][] { [1, 2], [3, 4] }, ElementType.UInt8, "(2, 2)", 1, 2, 3, 4);
    }

    [Fact]
    public void TensorsOfEveryTypeLieInOrder()
    {
        Check<float>(Of<float>(1, 2, 3, 4), ElementType.Float32, "(2, 2)", 1, 2, 3, 4);
        Check<double>(Of<double>(1, 2, 3, 4), ElementType.Float64, "(2, 2)", 1, 2, 3, 4);
        Check<Half>(
            Of((Half)1, (Half)2, (Half)3, (Half)4),
            ElementType.Float16,
            "(2, 2)",
            (Half)1,
            (Half)2,
            (Half)3,
            (Half)4
        );
        Check<int>(Of(1, 2, 3, 4), ElementType.Int32, "(2, 2)", 1, 2, 3, 4);
        Check<long>(Of<long>(1, 2, 3, 4), ElementType.Int64, "(2, 2)", 1, 2, 3, 4);
        Check<short>(Of<short>(1, 2, 3, 4), ElementType.Int16, "(2, 2)", 1, 2, 3, 4);
        Check<byte>(Of<byte>(1, 2, 3, 4), ElementType.UInt8, "(2, 2)", 1, 2, 3, 4);
        Check<sbyte>(Of<sbyte>(1, 2, 3, 4), ElementType.Int8, "(2, 2)", 1, 2, 3, 4);
        Check<ushort>(Of<ushort>(1, 2, 3, 4), ElementType.UInt16, "(2, 2)", 1, 2, 3, 4);
        Check<uint>(Of<uint>(1, 2, 3, 4), ElementType.UInt32, "(2, 2)", 1, 2, 3, 4);
        Check<ulong>(Of<ulong>(1, 2, 3, 4), ElementType.UInt64, "(2, 2)", 1, 2, 3, 4);
        Check<bool>(Of(true, false, false, true), ElementType.Bool, "(2, 2)", true, false, false, true);

        static Tensor<T> Of<T>(params T[] elements) => Tensor.Create(elements, [2, 2]);
    }

    [Fact]
    public void MatricesOfMathNetHaveAnExampleInEachRow()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(
            new double[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            }
        );
        Check<double>(matrix, ElementType.Float64, "(2, 3)", 1, 2, 3, 4, 5, 6);
        Check<float>(Vector<float>.Build.Dense([7, 8]), ElementType.Float32, "(2,)", 7, 8);
        Check<float>(
            Matrix<float>.Build.SparseOfArray(
                new float[,]
                {
                    { 0, 2 },
                    { 0, 0 },
                }
            ),
            ElementType.Float32,
            "(2, 2)",
            0,
            2,
            0,
            0
        );
    }

    [Fact]
    public unsafe void WhatLiesContiguousIsNotCopied()
    {
        var array = new float[2, 3];
        var tensor = Tensor.Create(new float[6], [2, 3]);
        foreach (TensorData data in new[] { (TensorData)array, tensor })
        {
            using var handle = data.Pin();
            ((float*)handle.Pointer)[4] = 5;
        }
        Assert.Equal(5, array[1, 1]);
        Assert.Equal(5, tensor[1, 1]);
    }

    [Fact]
    public unsafe void ASliceOfATensorIsItsOwnElements()
    {
        var tensor = Tensor.Create(Enumerable.Range(0, 24).ToArray(), [4, 6]);
        Check<int>(tensor[1..3, 2..4], ElementType.Int32, "(2, 2)", 8, 9, 14, 15);

        // Whole rows lie together, so they stay where they are.
        var rows = tensor[2..4, ..];
        Check<int>(rows, ElementType.Int32, "(2, 6)", [.. Enumerable.Range(12, 12)]);
        using var handle = ((TensorData)rows).Pin();
        ((int*)handle.Pointer)[0] = -1;
        Assert.Equal(-1, tensor[2, 0]);
    }

    [Fact]
    public void RowsOfRowsAreRows()
    {
        TensorData data = new int[,]
        {
            { 0, 1 },
            { 2, 3 },
            { 4, 5 },
            { 6, 7 },
            { 8, 9 },
        };
        Check<int>(data.Rows(1, 4).Rows(1, 2), ElementType.Int32, "(2, 2)", 4, 5, 6, 7);
        Assert.Same(data, data.Rows(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Rows(3, 3));
    }

    [Fact]
    public void RowsOfDifferentLengthsAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => (TensorData)new float[][] { [1, 2], [3, 4], [5] });
        Assert.Equal(
            "The row 2 came as 1 numbers, the row 0 as 2 numbers; rows of one length were expected. Pad or cut them to the same length.",
            error.Message
        );
        Assert.Contains(
            "The row 0 came as null",
            Assert.Throws<ArgumentException>(() => (TensorData)new int[][] { null! }).Message
        );
    }

    private static unsafe void Check<T>(TensorData data, ElementType type, string shape, params T[] elements)
        where T : unmanaged
    {
        Assert.Equal(type, data.ElementType);
        Assert.Equal(shape, data.Shape.ToString());
        using var handle = data.Pin();
        Assert.Equal(elements, new ReadOnlySpan<T>(handle.Pointer, elements.Length).ToArray());
    }
}
