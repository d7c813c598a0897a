namespace Kerasharp.Tool.SelfTest;

/// <summary>How far two trainings of the same are from one another.</summary>
/// <param name="Losses">The greatest difference of a step's losses, as a part of the loss; small losses count as a hundredth of the first.</param>
/// <param name="Weights">The norm of the difference of the weights, as a part of their norm.</param>
internal readonly record struct Difference(double Losses, double Weights)
{
    private const double LeastLoss = 0.01;

    public static Difference Between(Trial a, Trial b)
    {
        double least = LeastLoss * Math.Abs(a.Losses[0]);
        double losses = a.Losses.Zip(b.Losses, (x, y) => Part(x - y, Math.Max(Math.Abs(x), least))).Max();
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.Weights.Length; i++)
        {
            double apart = (double)a.Weights[i] - b.Weights[i];
            difference += apart * apart;
            norm += (double)a.Weights[i] * a.Weights[i];
        }
        return new Difference(losses, Part(Math.Sqrt(difference), Math.Sqrt(norm)));
    }

    private static double Part(double difference, double whole) =>
        difference == 0 ? 0
        : double.IsFinite(difference) ? Math.Abs(difference) / whole
        : double.PositiveInfinity;
}
