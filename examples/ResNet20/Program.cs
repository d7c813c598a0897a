using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

// A residual network against a plain one on 4,000 images of CIFAR-10. First it learns the training images by heart; then, on images that
// are flipped and shifted anew in each epoch, it has to do better than the plain network on images that neither has seen.
int epochs = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 60;
var (train, test) = Cifar10.LoadPart();
var x = Floats(train.X);
var testX = Floats(test.X);

Utils.SetRandomSeed(1);
using (var byHeart = Applications.ResNet20())
{
    Compile(byHeart);
    for (int epoch = 1; epoch <= epochs; epoch++)
    {
        if (epoch == 15)
            byHeart.Optimizer.LearningRate /= 5;
        byHeart.Fit(x, train.Y, batchSize: 64, epochs: 1, verbose: 0);
        double known = byHeart.Evaluate(x, train.Y, batchSize: 250, verbose: 0)["accuracy"];
        Console.WriteLine(FormattableString.Invariant($"epoch {epoch}: {known:P2} of the training images"));
        if (known >= 0.95)
            break;
    }
}

Utils.SetRandomSeed(1);
using var plain = new Sequential([
    new Input(32, 32, 3),
    new Conv2D(32, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Conv2D(64, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Conv2D(64, 3, activation: "relu"),
    new Flatten(),
    new Dense(64, activation: "relu"),
    new Dense(10, activation: "softmax"),
]);
Compile(plain);
double best = 0;
for (int epoch = 0; epoch < 15; epoch++)
{
    plain.Fit(x, train.Y, batchSize: 64, epochs: 1, verbose: 0);
    best = Math.Max(best, plain.Evaluate(testX, test.Y, batchSize: 250, verbose: 0)["accuracy"]);
}
Console.WriteLine(FormattableString.Invariant($"the plain network at its best: {best:P2} of the test images"));

Utils.SetRandomSeed(1);
var random = new Random(1);
using var residual = Applications.ResNet20();
Compile(residual);
double accuracy = 0;
for (int epoch = 1; epoch <= epochs; epoch++)
{
    if (epoch == epochs * 2 / 3 || epoch == epochs * 5 / 6)
        residual.Optimizer.LearningRate /= 10;
    residual.Fit(Moved(x, random), train.Y, batchSize: 64, epochs: 1, verbose: 0);
    accuracy = residual.Evaluate(testX, test.Y, batchSize: 250, verbose: 0)["accuracy"];
    if (epoch % 5 == 0)
        Console.WriteLine(FormattableString.Invariant($"epoch {epoch}: {accuracy:P2} of the test images"));
}
Console.WriteLine(FormattableString.Invariant($"ResNet20 with flips and crops, at the end: {accuracy:P2}"));

static void Compile(Model model) =>
    model.Compile(new Adam(1e-3), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

static Tensor<float> Floats(Tensor<byte> pixels)
{
    var bytes = new byte[pixels.FlattenedLength];
    pixels.FlattenTo(bytes);
    return Tensor.Create(Array.ConvertAll(bytes, b => (b / 255f - 0.5f) * 2), pixels.Lengths);
}

// Each image shifted by up to four pixels, what comes in being 0, and every second one mirrored.
static Tensor<float> Moved(Tensor<float> images, Random random)
{
    const int side = 32;
    var from = new float[images.FlattenedLength];
    images.FlattenTo(from);
    var to = new float[from.Length];
    for (int n = 0; n < images.Lengths[0]; n++)
    {
        int down = random.Next(-4, 5);
        int right = random.Next(-4, 5);
        bool mirrored = random.Next(2) == 1;
        for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++)
        {
            int row = i - down;
            int column = (mirrored ? side - 1 - j : j) - right;
            if (row is >= 0 and < side && column is >= 0 and < side)
                from.AsSpan(((n * side + row) * side + column) * 3, 3)
                    .CopyTo(to.AsSpan(((n * side + i) * side + j) * 3));
        }
    }
    return Tensor.Create(to, images.Lengths);
}
