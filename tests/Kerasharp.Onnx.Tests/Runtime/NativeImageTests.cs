using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class NativeImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(62, Architecture.X64)]
    [InlineData(183, Architecture.Arm64)]
    public void Reads_elf(ushort machine, Architecture expected) => Assert.Equal(expected, Read(Elf(machine)));

    [Theory]
    [InlineData(0x8664, Architecture.X64)]
    [InlineData(0xaa64, Architecture.Arm64)]
    [InlineData(0x014c, Architecture.X86)]
    public void Reads_portable_executables(ushort machine, Architecture expected)
    {
        byte[] bytes = new byte[512];
        "MZ"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(60), 256);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(260), machine);
        Assert.Equal(expected, Read(bytes));
    }

    [Fact]
    public void Reads_mach_o()
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0xfeedfacf);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 0x0100000c);
        Assert.Equal(Architecture.Arm64, Read(bytes));
    }

    [Fact]
    public void Anything_else_is_left_to_the_loader()
    {
        Assert.Null(Read([]));
        Assert.Null(Read(new byte[2000]));
    }

    [Fact]
    public void Reads_the_runtime_of_this_process()
    {
        string library = Directory
            .EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*coreclr.*")
            .First(file => Path.GetExtension(file) is ".so" or ".dll" or ".dylib");
        Assert.Equal(RuntimeInformation.ProcessArchitecture, NativeImage.ReadArchitecture(library));
    }

    /// <summary>The head of an ELF file for a machine.</summary>
    internal static byte[] Elf(ushort machine)
    {
        byte[] bytes = new byte[64];
        "\u007fELF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), machine);
        return bytes;
    }

    private Architecture? Read(byte[] bytes) => NativeImage.ReadArchitecture(_folder.Write("library", bytes));
}
