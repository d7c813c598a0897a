using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

// Clothing in ten classes, 28x28 bytes a picture. Bytes are uploaded as bytes and become numbers inside the graph.
Utils.SetRandomSeed(1);
var (train, test) = FashionMnist.Load();

var model = new Sequential([
    new Input(28, 28),
    new Reshape(28, 28, 1),
    new Rescaling(1.0 / 255),
    new Conv2D(32, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Conv2D(64, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Flatten(),
    new Dense(128, activation: "relu"),
    new Dropout(0.5),
    new Dense(10, activation: "softmax"),
]);
model.Summary();
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
model.Fit(train.X, train.Y, batchSize: 128, epochs: 12, validationData: (test.X, test.Y));

var scores = model.Evaluate(test.X, test.Y, batchSize: 256);
Console.WriteLine(FormattableString.Invariant($"test accuracy: {scores["accuracy"]:P2}"));
model.Export("fashion-mnist.onnx");
