using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

Utils.SetRandomSeed(1);
var (train, test) = Digits.Load(); // X: Tensor<float> [n, 8, 8, 1] in 0..1, Y: Tensor<int> [n]; shuffled by a fixed seed, then split

var model = new Sequential([
    new Input(8, 8, 1),
    new Conv2D(32, kernelSize: 3, padding: "same", activation: "relu"),
    new MaxPooling2D(2),
    new Flatten(),
    new Dropout(0.25),
    new Dense(10, activation: "softmax"),
]);
model.Summary();
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
History history = model.Fit(train.X, train.Y, batchSize: 32, epochs: 60, validationSplit: 0.1);
var scores = model.Evaluate(test.X, test.Y);
Console.WriteLine(FormattableString.Invariant($"test accuracy: {scores["accuracy"]:P2}"));
model.Export("digits.onnx");

// The file stands for itself: read back, it gives the same numbers.
using var exported = OnnxModel.Load("digits.onnx");
float[] ours = [.. model.Predict(test.X)];
float[] theirs = [.. exported.Predict(test.X)];
float difference = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine(
    FormattableString.Invariant($"digits.onnx agrees with the model to {difference:E1} on {test.Count} images")
);
