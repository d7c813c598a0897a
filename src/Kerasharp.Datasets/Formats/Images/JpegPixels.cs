using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using JpegLibrary;

namespace Kerasharp.Datasets;

/// <summary>Takes the decoder's blocks of eight by eight values of a channel.</summary>
internal sealed class JpegPixels(byte[] pixels, int height, int width, int channels) : JpegBlockOutputWriter
{
    private const int Side = 8;

    public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
    {
        // Blocks at the borders reach over them.
        int rows = Math.Min(Side, height - y);
        int columns = Math.Min(Side, width - x);
        if (componentIndex >= channels)
            return;
        for (int row = 0; row < rows; row++)
        {
            var values = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref blockRef, row * Side), Side);
            int to = ((y + row) * width + x) * channels + componentIndex;
            for (int column = 0; column < columns; column++, to += channels)
                pixels[to] = (byte)Math.Clamp(values[column], (short)0, (short)255);
        }
    }
}
