namespace Kerasharp.Datasets;

/// <summary>
/// The random order that NumPy's RandomState draws, so that a split by a seed is the one that Keras makes.
/// Generator: MT19937 (Matsumoto, Nishimura: Mersenne Twister, 1998), seeded with one number.
/// </summary>
internal sealed class NumpyRandom
{
    private const int Length = 624;

    private const int Shift = 397;

    private readonly uint[] _state = new uint[Length];

    private int _next = Length;

    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Length; i++)
        {
            var last = _state[i - 1];
            _state[i] = unchecked((1812433253 * (last ^ (last >> 30))) + i);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 as <c>RandomState.shuffle</c> orders them.</summary>
    public int[] Order(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var j = UpTo((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // A number from 0 to the greatest: draws of as many bits as that has, until one is not above it.
    private int UpTo(uint greatest)
    {
        var mask = System.Numerics.BitOperations.RoundUpToPowerOf2(greatest + 1) - 1;
        uint value;
        do value = Draw() & mask;
        while (value > greatest);
        return (int)value;
    }

    private uint Draw()
    {
        if (_next == Length)
            Turn();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Turn()
    {
        for (var i = 0; i < Length; i++)
        {
            var y = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7fffffff);
            _state[i] = _state[(i + Shift) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
        }
        _next = 0;
    }
}
